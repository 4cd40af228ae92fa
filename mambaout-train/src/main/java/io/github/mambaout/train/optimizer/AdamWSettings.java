package io.github.mambaout.train.optimizer;

/**
 * The constants of AdamW.
 *
 * @param beta1 decay of the first moment, from 0 to less than 1
 * @param beta2 decay of the second moment, from 0 to less than 1
 * @param epsilon added to the root of the second moment, positive
 * @param weightDecay decoupled decay of parameters with two or more dimensions, at least 0
 */
public record AdamWSettings(double beta1, double beta2, double epsilon, double weightDecay) {
    public AdamWSettings {
        requireDecay("beta1", beta1);
        requireDecay("beta2", beta2);
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("AdamW's epsilon must be positive, not " + epsilon);
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("Weight decay must be a number of at least 0, not " + weightDecay);
        }
    }

    private static void requireDecay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    "AdamW's " + name + " must lie between 0 and 1 (1 excluded), not be " + value);
        }
    }

    /**
     * @param weightDecay decoupled decay, at least 0
     * @return the constants of the paper's recipe: 0.9, 0.999 and 1e-8
     */
    public static AdamWSettings withDecay(double weightDecay) {
        return new AdamWSettings(0.9, 0.999, 1e-8, weightDecay);
    }
}
