package io.github.mambaout.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis from one round number to another, with ticks at multiples of 1, 2 or 5 times a power of ten.
 *
 * @param low a multiple of the step
 * @param high another, above
 * @param step between two ticks, positive
 */
record LinearAxis(double low, double high, double step) implements Axis {
    private static final int MOST_TICKS = 6;

    static LinearAxis covering(Iterable<Double> values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return new LinearAxis(0, 1, 0.5);
        }
        if (high - low <= 1e-12 * Math.max(1, Math.abs(high))) {
            double margin = high == 0 ? 1 : Math.abs(high) * 0.5;
            low -= margin;
            high += margin;
        }
        double step = roundStep((high - low) / (MOST_TICKS - 1));
        return new LinearAxis(Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step, step);
    }

    private static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    @Override
    public double position(double value) {
        return (value - low) / (high - low);
    }

    @Override
    public List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        long count = Math.round((high - low) / step);
        for (long i = 0; i <= count; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    @Override
    public String label(double tick) {
        if (Math.abs(tick) < step * 1e-6) {
            return "0";
        }
        double size = Math.max(Math.abs(low), Math.abs(high));
        if (size < 1e-2 || size >= 1e7) {
            return String.format(Locale.ROOT, "%.1e", tick).replace("e-0", "e-").replace("e+0", "e");
        }
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", tick).replace(',', ' ');
    }
}
