package io.github.mambaout.train.schedule;

/**
 * The learning rate for a batch, from one that is known for another batch (timm's {@code --lr-base}, {@code --lr-base-size} and
 * {@code --lr-base-scale}).
 *
 * @param base rate for {@code baseSize} pictures, positive
 * @param baseSize pictures of an update that it is meant for, at least 1
 * @param scale how the rate follows the batch
 */
public record LearningRateScaling(double base, int baseSize, Scale scale) {
    /** How a learning rate follows the number of pictures of an update. */
    public enum Scale {
        /** Twice the pictures, twice the rate (Goyal et al. 2017). */
        LINEAR,
        /** Twice the pictures, the root of two times the rate. */
        SQRT
    }

    public LearningRateScaling {
        Rates.requirePeak(base);
        if (baseSize < 1) {
            throw new IllegalArgumentException("A learning rate is meant for at least 1 picture, not for " + baseSize);
        }
    }

    /**
     * @param pictures of an update, over all its micro-batches, at least 1
     * @return the learning rate
     */
    public double rate(long pictures) {
        double ratio = (double) pictures / baseSize;
        return base * (scale == Scale.LINEAR ? ratio : Math.sqrt(ratio));
    }
}
