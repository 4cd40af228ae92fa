package io.github.mambaout.bench.ablation.statistics;

import io.github.mambaout.layer.Randomness;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Means of samples drawn from a sample with replacement, and the BCa interval that they give (Efron 1987). */
final class Bootstrap {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int FEWEST_RESAMPLES = 100;

    private final double[] sortedMeans;
    private final double bias;
    private final double acceleration;

    private Bootstrap(double[] sortedMeans, double bias, double acceleration) {
        this.sortedMeans = sortedMeans;
        this.bias = bias;
        this.acceleration = acceleration;
    }

    static Bootstrap ofMean(double[] sample, int resamples, long seed) {
        if (resamples < FEWEST_RESAMPLES) {
            throw new IllegalArgumentException(
                    "A bootstrap interval needs at least " + FEWEST_RESAMPLES + " resamples, not " + resamples);
        }
        Randomness random = Randomness.ofSeed(seed).at("bootstrap");
        double[] means = new double[resamples];
        for (int resample = 0; resample < resamples; resample++) {
            Randomness draws = random.at(resample);
            double sum = 0;
            for (int i = 0; i < sample.length; i++) {
                sum += sample[draws.below(i, sample.length)];
            }
            means[resample] = sum / sample.length;
        }
        Arrays.sort(means);
        return new Bootstrap(means, bias(means, Arrays.stream(sample).average().orElseThrow()), acceleration(sample));
    }

    /** How far the resampled means' median lies from the mean, in normal units; means equal to it count by half. */
    private static double bias(double[] means, double mean) {
        // The same sum in another order ends with other last bits.
        double same = 1e-12 * Math.max(Math.abs(means[0]), Math.abs(means[means.length - 1]));
        double below = 0;
        for (double resampled : means) {
            if (Math.abs(resampled - mean) <= same) {
                below += 0.5;
            } else if (resampled < mean) {
                below++;
            }
        }
        return NORMAL.inverseCumulativeProbability(below / means.length);
    }

    /** By the jackknife, which for a mean comes to its skewness over 6 √n. */
    private static double acceleration(double[] sample) {
        double mean = Arrays.stream(sample).average().orElseThrow();
        double squares = 0;
        double cubes = 0;
        for (double value : sample) {
            double off = value - mean;
            squares += off * off;
            cubes += off * off * off;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    Interval interval(double confidence) {
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(corrected(tail)), quantile(corrected(1 - tail)), confidence);
    }

    private double corrected(double probability) {
        double shifted = bias + NORMAL.inverseCumulativeProbability(probability);
        return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
    }

    /** Between neighbours by their distance, as NumPy does. */
    private double quantile(double probability) {
        double place = probability * (sortedMeans.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sortedMeans.length - 1);
        return sortedMeans[below] + (place - below) * (sortedMeans[above] - sortedMeans[below]);
    }
}
