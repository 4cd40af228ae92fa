package io.github.mambaout.bench.peer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.UpdateStep;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.AdamWSettings;
import io.github.mambaout.train.optimizer.GradientClipping;
import java.util.stream.IntStream;

/**
 * One update of a network's weights: forward, cross-entropy, backward, AdamW. Its multiply-adds count three times those of the
 * forward pass: once for the output, once for the gradient of the input and once for that of the weights of every layer. The
 * optimiser's arithmetic and what a layer computes again on the way back count nothing.
 */
public final class TrainingStep implements Workload {
    private static final int PASSES = 3;
    private static final double LEARNING_RATE = 1e-5;

    private final Layer network;
    private final Tensor pictures;
    private final int[] labels;
    private final Randomness[] samples;
    private final UpdateStep step;

    /**
     * @param network the network, which will be changed
     * @param input shape of a batch, {@code [N, H, W, C]}
     * @param compute kernels, threads and memory
     */
    public TrainingStep(Layer network, Shape input, Compute compute) {
        this.network = network;
        pictures = Batch.pictures(input);
        int classes = network.outputShape(input).channels();
        labels = IntStream.range(0, input.size(0)).map(n -> n % classes).toArray();
        samples = IntStream.range(0, input.size(0))
                .mapToObj(Randomness.ofSeed(0)::at)
                .toArray(Randomness[]::new);
        step = new UpdateStep(
                network, new CrossEntropy(0), AdamWSettings.withDecay(0.05), GradientClipping.none(), compute);
    }

    @Override
    public void run() {
        step.apply(step.measure(pictures, labels, samples), LEARNING_RATE);
    }

    @Override
    public long multiplyAdds() {
        return PASSES * network.multiplyAdds(pictures.shape());
    }

    @Override
    public int pictures() {
        return pictures.shape().size(0);
    }
}
