package io.github.mambaout.train.report;

import java.util.List;

/** Where values stand along one side of a chart, and which of them are written there. */
public interface Axis {
    /**
     * @param values any numbers
     * @return a linear axis between round numbers that covers all finite ones; any axis if there are none
     */
    static Axis covering(Iterable<Double> values) {
        return LinearAxis.covering(values);
    }

    /**
     * @param values any numbers
     * @return a logarithmic axis that covers all finite ones above 0 with a little room at both ends; any axis if there are none
     */
    static Axis logarithmic(Iterable<Double> values) {
        return LogarithmicAxis.covering(values);
    }

    /** @return the low end */
    double low();

    /** @return the high end, above the low one */
    double high();

    /**
     * @param value a number that the axis covers
     * @return its share of the way from the low to the high end
     */
    double position(double value);

    /** @return values to be written along the axis, ascending */
    List<Double> ticks();

    /**
     * @param tick one of the ticks
     * @return it with as many decimals as it needs
     */
    String label(double tick);
}
