package io.github.mambaout.bench.ablation.match;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.UpdateStep;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.AdamWSettings;
import io.github.mambaout.train.optimizer.GradientClipping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Times forward and backward passes with what follows them (cross-entropy, AdamW) on made-up pictures. Networks take turns, so
 * that a clock that slows down slows all of them, and the median of the turns counts.
 */
public final class MeasuredUpdates implements UpdateTimer {
    /** The code that a small network needs is compiled after some dozen updates, that of a large one after a few. */
    private static final double WARM_UP_SECONDS = 2;

    private static final int LEAST_WARM_UPS = 3;

    private static final int TURNS = 7;
    private static final double DECAY = 0.05;
    private static final double LEARNING_RATE = 1e-3;
    private static final double NANOSECONDS = 1e9;

    private final int batchSize;
    private final Compute compute;

    /**
     * @param batchSize pictures of an update, at least 1
     * @param compute kernels, threads and memory
     */
    public MeasuredUpdates(int batchSize, Compute compute) {
        this.batchSize = batchSize;
        this.compute = compute;
    }

    @Override
    public List<Double> seconds(List<MambaOutConfig> networks) {
        List<Contender> contenders = networks.stream().map(Contender::new).toList();
        contenders.forEach(Contender::warmUp);
        for (int turn = 0; turn < TURNS; turn++) {
            contenders.forEach(Contender::timedUpdate);
        }
        return contenders.stream().map(Contender::median).toList();
    }

    private final class Contender {
        private final UpdateStep step;
        private final Tensor pictures;
        private final int[] labels;
        private final Randomness[] samples;
        private final List<Double> seconds = new ArrayList<>();

        Contender(MambaOutConfig network) {
            step = new UpdateStep(
                    MambaOut.create(network, 0),
                    new CrossEntropy(0),
                    AdamWSettings.withDecay(DECAY),
                    GradientClipping.none(),
                    compute);
            pictures = pictures(Shape.of(batchSize, network.imgHeight(), network.imgWidth(), network.inChans()));
            labels = IntStream.range(0, batchSize)
                    .map(picture -> picture % network.numClasses())
                    .toArray();
            samples = IntStream.range(0, batchSize)
                    .mapToObj(Randomness.ofSeed(0)::at)
                    .toArray(Randomness[]::new);
        }

        void warmUp() {
            long start = System.nanoTime();
            for (int done = 0;
                    done < LEAST_WARM_UPS || System.nanoTime() - start < WARM_UP_SECONDS * NANOSECONDS;
                    done++) {
                update();
            }
        }

        void update() {
            step.apply(step.measure(pictures, labels, samples), LEARNING_RATE);
        }

        void timedUpdate() {
            long start = System.nanoTime();
            update();
            seconds.add((System.nanoTime() - start) / NANOSECONDS);
        }

        double median() {
            return seconds.stream().sorted().toList().get(TURNS / 2);
        }
    }

    private static Tensor pictures(Shape shape) {
        Randomness random = Randomness.ofSeed(0).at("pictures");
        Tensor pictures = Tensor.zeros(shape);
        for (int i = 0; i < shape.elements(); i++) {
            pictures.data().put(i, 2 * (float) random.uniform(i) - 1);
        }
        return pictures;
    }
}
