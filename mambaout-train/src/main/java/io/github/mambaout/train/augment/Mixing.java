package io.github.mambaout.train.augment;

import io.github.mambaout.layer.Randomness;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How the pictures of a batch are mixed with one another: mixup (Zhang et al. 2018), cutmix (Yun et al. 2019), or one of the
 * two at random (timm's {@code Mixup} in mode {@code batch}). One share is drawn for the whole batch.
 *
 * @param mixupAlpha shares for mixup are drawn from Beta(alpha, alpha); 0 for no mixup
 * @param cutmixAlpha shares for cutmix are drawn from Beta(alpha, alpha); 0 for no cutmix
 * @param probability that a batch is mixed at all, from 0 to 1
 * @param switchProbability that it is mixed by cutmix, where both are possible, from 0 to 1
 */
public record Mixing(double mixupAlpha, double cutmixAlpha, double probability, double switchProbability) {
    private static final int WHETHER = 0;
    private static final int WHICH = 1;
    private static final int SHARE = 2;
    private static final int ROW = 3;
    private static final int COLUMN = 4;

    public Mixing {
        requireAlpha("mixup", mixupAlpha);
        requireAlpha("cutmix", cutmixAlpha);
        requireProbability("mixing", probability);
        requireProbability("switching to cutmix", switchProbability);
    }

    private static void requireAlpha(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "The alpha of " + name + " must be a number of at least 0 (0 for none), not " + value);
        }
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    "The probability of " + name + " must lie between 0 and 1, not be " + value);
        }
    }

    /** @return pictures stay as they are */
    public static Mixing none() {
        return new Mixing(0, 0, 0, 0);
    }

    /** @return whether any batch is ever mixed */
    public boolean mixes() {
        return probability > 0 && (mixupAlpha > 0 || cutmixAlpha > 0);
    }

    /**
     * @param height of the pictures, in pixels
     * @param width of the pictures, in pixels
     * @param random numbers of this batch
     * @return how this batch is mixed
     */
    public Mix draw(int height, int width, Randomness random) {
        Randomness mix = random.at("mix");
        if (!mixes() || mix.uniform(WHETHER) >= probability) {
            return new Mix.None();
        }
        boolean cuts = cutmixAlpha > 0 && (mixupAlpha == 0 || mix.uniform(WHICH) < switchProbability);
        double share = beta(cuts ? cutmixAlpha : mixupAlpha, mix.uniform(SHARE));
        return cuts
                ? Mix.Box.around(mix.below(ROW, height), mix.below(COLUMN, width), share, height, width)
                : new Mix.Blend(share);
    }

    /** One number of a key makes one draw, by the inverse of the distribution function. */
    private static double beta(double alpha, double uniform) {
        return BetaDistribution.of(alpha, alpha).inverseCumulativeProbability(uniform);
    }
}
