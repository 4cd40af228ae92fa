package io.github.mambaout.predict;

import java.util.Locale;

/**
 * How much each part of a picture speaks for a class, from 0 (nothing) to 1 (most).
 */
public final class HeatMap {
    private final int rows;
    private final int columns;
    private final float[] values;

    /**
     * @param rows height
     * @param columns width
     * @param evidence {@code rows * columns} values; negative ones count as 0, and the largest becomes 1
     */
    HeatMap(int rows, int columns, double[] evidence) {
        this.rows = rows;
        this.columns = columns;
        values = new float[evidence.length];
        double most = 0;
        for (double value : evidence) {
            most = Math.max(most, value);
        }
        for (int i = 0; i < values.length && most > 0; i++) {
            values[i] = (float) (Math.max(0, evidence[i]) / most);
        }
    }

    /** @return height */
    public int rows() {
        return rows;
    }

    /** @return width */
    public int columns() {
        return columns;
    }

    /**
     * @param row from the top
     * @param column from the left
     * @return 0 to 1
     */
    public float get(int row, int column) {
        return values[row * columns + column];
    }

    /** @return a copy of the values, row by row */
    public float[] values() {
        return values.clone();
    }

    /** @return whether nothing speaks for the class: all values are 0 */
    public boolean isEmpty() {
        for (float value : values) {
            if (value > 0) {
                return false;
            }
        }
        return true;
    }

    /** @return one line a row, two digits a value */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                text.append(String.format(Locale.ROOT, column == 0 ? "%.2f" : " %.2f", get(row, column)));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
