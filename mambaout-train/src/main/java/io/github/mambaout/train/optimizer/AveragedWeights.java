package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.tensor.Tensor;

/**
 * An exponential moving average of a network's weights, which often predicts better than the weights (timm's {@code ModelEmaV3}):
 * after update {@code t}, {@code average = d(t) average + (1 - d(t)) weights}.
 */
public final class AveragedWeights {
    private final Parameters parameters;
    private final EmaDecay decay;
    private final Tensor average;
    private final Compute compute;

    /**
     * Starts as the present weights.
     *
     * @param parameters of the network
     * @param decay how much of the average stays at an update
     * @param compute where to compute
     */
    public AveragedWeights(Parameters parameters, EmaDecay decay, Compute compute) {
        this.parameters = parameters;
        this.decay = decay;
        this.average = Tensor.zeros(parameters.flat().shape());
        this.compute = compute;
        average.copyFrom(parameters.flat());
    }

    /**
     * Averages the present weights in.
     *
     * @param updates the number of updates that made them, at least 1
     */
    public void add(long updates) {
        if (updates < 1) {
            throw new IllegalArgumentException("Weights are averaged after an update, not after " + updates);
        }
        float share = (float) (1 - decay.at(updates));
        forEachPiece((start, length, averaged, present) -> {
            for (int i = 0; i < length; i++) {
                // A share of 1 gives the weights to the bit, which average + (weights - average) might not; and a
                // weight
                // that never changes, being frozen, stays its own average to the bit.
                averaged[i] = averaged[i] == present[i] ? present[i] : averaged[i] * (1 - share) + present[i] * share;
            }
            average.data().put(start, averaged, 0, length);
        });
    }

    /** @return the average, laid out as {@link Parameters#flat()}; live memory, for saving and restoring */
    public Tensor values() {
        return average;
    }

    /**
     * Puts the average in the place of the weights, and the weights in its place, until the returned value is closed. Nobody
     * may train or compute with the network while they change places.
     *
     * <pre>{@code
     * try (AveragedWeights.Exchange exchange = averaged.exchange()) {
     *     evaluator.evaluate(...);
     * }
     * }</pre>
     *
     * @return undoes it
     */
    public Exchange exchange() {
        swap();
        return this::swap;
    }

    /** The time during which a network holds its averaged weights. */
    public interface Exchange extends AutoCloseable {
        @Override
        void close();
    }

    private void swap() {
        Tensor weights = parameters.flat();
        forEachPiece((start, length, averaged, present) -> {
            average.data().put(start, present, 0, length);
            weights.data().put(start, averaged, 0, length);
        });
        parameters.changed();
        parameters.rearrange(compute);
    }

    private interface Piece {
        void apply(int start, int length, float[] averaged, float[] present);
    }

    private void forEachPiece(Piece piece) {
        Tensor weights = parameters.flat();
        int elements = weights.shape().elements();
        compute.workers().run((elements + Span.LONGEST - 1) / Span.LONGEST, (task, scratch) -> {
            int start = task * Span.LONGEST;
            int length = Math.min(Span.LONGEST, elements - start);
            float[] averaged = scratch.floats(0, length);
            float[] present = scratch.floats(1, length);
            average.data().get(start, averaged, 0, length);
            weights.data().get(start, present, 0, length);
            piece.apply(start, length, averaged, present);
        });
    }
}
