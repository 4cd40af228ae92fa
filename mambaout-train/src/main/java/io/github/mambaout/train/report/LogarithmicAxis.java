package io.github.mambaout.train.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A logarithmic axis, with ticks at powers of ten, and where there is room for them also at their doubles and fivefolds.
 *
 * @param low the low end, above 0
 * @param high the high end, above
 */
record LogarithmicAxis(double low, double high) implements Axis {
    /** Room at both ends, so that no point lies on the border. */
    private static final double ROOM = 1.15;

    private static final int MOST_TICKS = 7;
    private static final MathContext DIGITS = new MathContext(6);
    private static final double[] FINE = {1, 2, 5};
    private static final double[] COARSE = {1};

    static Axis covering(Iterable<Double> values) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (double value : values) {
            if (Double.isFinite(value) && value > 0) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return low > high ? new LogarithmicAxis(1, 10) : new LogarithmicAxis(low / ROOM, high * ROOM);
    }

    @Override
    public double position(double value) {
        return Math.log(value / low) / Math.log(high / low);
    }

    @Override
    public List<Double> ticks() {
        List<Double> fine = multiples(FINE);
        if (fine.size() > MOST_TICKS) {
            return multiples(COARSE);
        }
        // Within a factor of two or so, round numbers of a linear axis are as good.
        return fine.size() > 1
                ? fine
                : LinearAxis.covering(List.of(low, high)).ticks().stream()
                        .filter(tick -> low <= tick && tick <= high)
                        .toList();
    }

    private List<Double> multiples(double... factors) {
        List<Double> ticks = new ArrayList<>();
        int last = (int) Math.floor(Math.log10(high));
        for (int power = (int) Math.floor(Math.log10(low)); power <= last; power++) {
            for (double factor : factors) {
                // Read from its digits, which is exact for negative powers too.
                double tick = Double.parseDouble((int) factor + "e" + power);
                if (low <= tick && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    @Override
    public String label(double tick) {
        if (tick >= 1e7 || tick < 1e-4) {
            return String.format(Locale.ROOT, "%.0e", tick).replace("e-0", "e-").replace("e+0", "e");
        }
        int decimals =
                Math.max(0, new BigDecimal(tick, DIGITS).stripTrailingZeros().scale());
        return String.format(Locale.ROOT, "%,." + decimals + "f", tick).replace(',', ' ');
    }
}
