package io.github.mambaout.train.optimizer;

import io.github.mambaout.tensor.Tensor;
import java.util.Map;

/** What all methods have in common: they count their updates and remember moments. */
abstract sealed class MomentOptimizer implements Optimizer permits AdamW, Sgd, Lamb, Lion {
    private final Moments moments;
    private long updates;

    MomentOptimizer(Moments moments) {
        this.moments = moments;
    }

    /**
     * Changes weights and moments once.
     *
     * @param remembered the method's moments, with the weights and gradients
     * @param update number of this update, counted from 1
     * @param learningRate at least 0
     * @param gradientScale factor on every gradient
     */
    abstract void change(Moments remembered, long update, double learningRate, double gradientScale);

    @Override
    public final void update(double learningRate, double gradientScale) {
        updates++;
        change(moments, updates, learningRate, gradientScale);
        moments.weightsChanged();
    }

    @Override
    public final long updates() {
        return updates;
    }

    @Override
    public final Map<String, Tensor> state() {
        return moments.byName();
    }

    @Override
    public final void restore(long updatesDone, Map<String, Tensor> state) {
        moments.restore(state);
        updates = updatesDone;
    }
}
