package io.github.mambaout.bench.ablation.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How something grows with a size: {@code value = factor · size^exponent}, the straight line of least squares through the logarithms.
 *
 * @param factor value at size 1
 * @param exponent slope of the line
 * @param standardError of the exponent, from how far the points lie from the line
 * @param points how many there are, at least three
 */
public record PowerLaw(double factor, double exponent, double standardError, int points) {
    private static final int FEWEST_POINTS = 3;

    /**
     * @param sizes where values were found, above 0, at least two different ones
     * @param values as many, above 0
     * @return the law that fits them best
     * @throws IllegalArgumentException if there are fewer than three points, or what has no logarithm
     */
    public static PowerLaw fit(List<Double> sizes, List<Double> values) {
        int count = sizes.size();
        if (count < FEWEST_POINTS || values.size() != count) {
            throw new IllegalArgumentException("An exponent with its error needs at least " + FEWEST_POINTS
                    + " points with a value each, but there are " + count + " sizes and " + values.size() + " values");
        }
        double[] x = logarithms(sizes);
        double[] y = logarithms(values);
        double meanX = mean(x);
        double meanY = mean(y);
        double squares = 0;
        double products = 0;
        for (int i = 0; i < count; i++) {
            squares += (x[i] - meanX) * (x[i] - meanX);
            products += (x[i] - meanX) * (y[i] - meanY);
        }
        if (squares == 0) {
            throw new IllegalArgumentException("An exponent needs different sizes, but all are " + sizes.get(0));
        }
        double slope = products / squares;
        double residuals = 0;
        for (int i = 0; i < count; i++) {
            double distance = y[i] - meanY - slope * (x[i] - meanX);
            residuals += distance * distance;
        }
        return new PowerLaw(
                Math.exp(meanY - slope * meanX), slope, Math.sqrt(residuals / (count - 2) / squares), count);
    }

    private static double[] logarithms(List<Double> values) {
        return values.stream()
                .mapToDouble(value -> {
                    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
                        throw new IllegalArgumentException(
                                "Only numbers above 0 follow a power law, but one is " + value);
                    }
                    return Math.log(value);
                })
                .toArray();
    }

    private static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /**
     * @param confidence for instance 0.95
     * @return Student's interval of the exponent with two degrees of freedom less than points: where the true one lies if points
     *     scatter around a straight line; a bend widens it too
     */
    public Interval interval(double confidence) {
        Interval.requireConfidence(confidence);
        double reach = standardError * TDistribution.of(points - 2.0).inverseSurvivalProbability((1 - confidence) / 2);
        return new Interval(exponent - reach, exponent + reach, confidence);
    }

    /**
     * @param size any size above 0
     * @return the value that the law gives it
     */
    public double at(double size) {
        return factor * Math.pow(size, exponent);
    }
}
