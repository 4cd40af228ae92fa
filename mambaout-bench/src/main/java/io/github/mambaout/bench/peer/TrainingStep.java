package io.github.mambaout.bench.peer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.train.UpdateStep;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.AdamWSettings;
import io.github.mambaout.train.optimizer.GradientClipping;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * One update of a network's weights: forward, cross-entropy, backward, AdamW. Its multiply-adds count three times those of the
 * forward pass: once for the output, once for the gradient of the input and once for that of the weights of every layer. The
 * optimiser's arithmetic and what a layer computes again on the way back count nothing.
 */
public final class TrainingStep implements Workload {
    private static final int PASSES = 3;
    /** AdamW's settings: decay 0.05, for matrices and kernels only, and what {@link AdamWSettings#withDecay} has besides. */
    public static final AdamWSettings OPTIMIZER = AdamWSettings.withDecay(0.05);
    /** AdamW's learning rate; so small that losses stay finite however often the step is done. */
    public static final double LEARNING_RATE = 1e-5;

    private final Layer network;
    private final Batch batch;
    private final int[] labels;
    private final Randomness[] samples;
    private final UpdateStep step;

    /**
     * @param network the network, which will be changed
     * @param batch what goes in
     * @param compute kernels, threads and memory
     */
    public TrainingStep(Layer network, Batch batch, Compute compute) {
        this.network = network;
        this.batch = batch;
        labels = batch.labels();
        samples = IntStream.range(0, batch.size())
                .mapToObj(Randomness.ofSeed(0)::at)
                .toArray(Randomness[]::new);
        step = new UpdateStep(network, new CrossEntropy(0), OPTIMIZER, GradientClipping.none(), compute);
    }

    @Override
    public float[] run() {
        UpdateStep.Outcome outcome = step.measure(batch.pictures(), labels, samples);
        step.apply(outcome, LEARNING_RATE);
        return new float[] {(float) outcome.loss()};
    }

    @Override
    public long multiplyAdds() {
        return PASSES * network.multiplyAdds(batch.pictures().shape());
    }

    @Override
    public int pictures() {
        return batch.size();
    }

    @Override
    public OptionalLong plannedBytes() {
        return OptionalLong.of(step.memory(batch.pictures().shape()).total());
    }
}
