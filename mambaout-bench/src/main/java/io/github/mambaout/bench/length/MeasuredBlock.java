package io.github.mambaout.bench.length;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.stream.IntStream;

/** A block with a map of one length, ready to be timed. */
final class MeasuredBlock {
    private final String mixer;
    private final int side;
    private final Tensor maps;
    private final Compute compute;
    private final Layer block;
    private final Gradients gradients;
    private final TimedPass forward = new TimedPass(this::forward);
    private final TimedPass training = new TimedPass(this::train);

    MeasuredBlock(String mixer, LengthPlan plan, int side, Compute compute) {
        this.mixer = mixer;
        this.side = side;
        this.compute = compute;
        maps = noise(Shape.of(plan.batch(), side, side, plan.dim()));
        block = block(mixer, plan.dim());
        gradients = Gradients.of(block.parameters());
    }

    private static Layer block(String mixer, int dim) {
        Layer block =
                TokenMixerFactory.named(mixer).block(GatedCnnOptions.of(dim).withTokenMixer(mixer));
        block.parameters().initialise(0);
        return block;
    }

    private static Tensor noise(Shape shape) {
        Randomness random = Randomness.ofSeed(0).at("maps");
        Tensor maps = Tensor.zeros(shape);
        IntStream.range(0, shape.elements()).forEach(i -> maps.data().put(i, (float) random.normal(i)));
        return maps;
    }

    private void forward() {
        try (Execution execution = Execution.on(compute)) {
            block.forward(maps, execution);
        }
    }

    /** The map itself serves as the gradient from above: its values decide about no time. */
    private void train() {
        try (Training pass = Training.ofSeed(compute, 0, maps.shape().size(0))) {
            block.pass(maps, pass).backward(maps, gradients);
        }
    }

    TimedPass forwardTimes() {
        return forward;
    }

    TimedPass trainingTimes() {
        return training;
    }

    long multiplyAdds() {
        return block.multiplyAdds(maps.shape());
    }

    LengthCost cost() {
        return new LengthCost(
                mixer,
                side,
                LengthPlan.tokens(side),
                block.parameters().count(),
                multiplyAdds(),
                forward.milliseconds(),
                training.milliseconds(),
                BlockMemory.of(() -> block(mixer, maps.shape().channels()), maps.shape(), compute));
    }
}
