package io.github.mambaout.train.optimizer;

/**
 * How one parameter takes part in updates.
 *
 * @param learningRateScale factor on the learning rate, positive; 1 without layer decay
 * @param decayed whether weight decay applies
 * @param frozen whether the parameter keeps its values: it then has no gradient and no moments that matter
 */
public record UpdateRule(double learningRateScale, boolean decayed, boolean frozen) {
    public UpdateRule {
        if (!(learningRateScale > 0) || Double.isInfinite(learningRateScale)) {
            throw new IllegalArgumentException(
                    "The factor on a learning rate must be a positive number, not " + learningRateScale);
        }
    }

    UpdateRule scaled(double factor) {
        return new UpdateRule(learningRateScale * factor, decayed, frozen);
    }

    UpdateRule asFrozen() {
        return new UpdateRule(learningRateScale, decayed, true);
    }
}
