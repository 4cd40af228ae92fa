package io.github.mambaout.train.schedule;

/**
 * Up along half a cosine, then down along another to far below the start, once in a run (Smith and Topin 2018; PyTorch's {@code
 * OneCycleLR} in two phases): with {@code U = risingShare T - 1} the last update of the rise,
 *
 * <pre>{@code
 * t <= U:  from peak / startDivisor  to  peak
 * t > U:   from peak  to  peak / startDivisor / endDivisor, at t = T - 1; then it stays
 * }</pre>
 *
 * @param peak highest rate, positive
 * @param length {@code T}, at least 2
 * @param risingShare share of the run in which the rate rises, from more than 0 to less than 1
 * @param startDivisor how far below the peak it starts, at least 1
 * @param endDivisor how far below the start it ends, at least 1
 */
public record OneCycle(double peak, long length, double risingShare, double startDivisor, double endDivisor)
        implements Schedule {
    public OneCycle {
        Rates.requirePeak(peak);
        if (length < 2) {
            throw new IllegalArgumentException("One cycle must last at least 2 updates or epochs, not " + length);
        }
        if (!(risingShare > 0 && risingShare < 1)) {
            throw new IllegalArgumentException(
                    "The share of a cycle that rises must lie between 0 and 1, not be " + risingShare);
        }
        requireDivisor("start", startDivisor);
        requireDivisor("end", endDivisor);
    }

    private static void requireDivisor(String name, double value) {
        if (!(value >= 1) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "The divisor of the rate at the " + name + " of a cycle must be at least 1, not " + value);
        }
    }

    /**
     * @param peak highest rate, positive
     * @param length of the run, at least 2
     * @return PyTorch's defaults: rises for 0.3 of the run, from a 25th, and ends 10,000 times below that
     */
    public static OneCycle of(double peak, long length) {
        return new OneCycle(peak, length, 0.3, 25, 1e4);
    }

    @Override
    public double learningRate(long update) {
        Rates.requireUpdate(update);
        double start = peak / startDivisor;
        double top = risingShare * length - 1;
        double last = length - 1;
        if (update <= top) {
            return between(start, peak, top == 0 ? 1 : update / top);
        }
        return between(peak, start / endDivisor, Math.min(1, (update - top) / (last - top)));
    }

    private static double between(double from, double to, double share) {
        return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
}
