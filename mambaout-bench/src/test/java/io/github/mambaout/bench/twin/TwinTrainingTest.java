package io.github.mambaout.bench.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small MambaOut and its twin with a selective scan, trained on the same pictures in the same order. */
class TwinTrainingTest {
    private static final int UPDATES = 12;
    private static final int BATCH = 8;
    private static final int CLASSES = 4;
    private static final int SIDE = 24;

    /** What came out of a run. */
    private record Run(long parameters, List<Double> losses, float[] weights) {
        /** Mean of the last three losses by that of the first three. */
        double remainder() {
            return mean(losses.subList(losses.size() - 3, losses.size())) / mean(losses.subList(0, 3));
        }

        private static double mean(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }
    }

    private static MambaOut network(String mixer, long seed) {
        return MambaOut.create(
                MambaOutConfig.builder()
                        .depths(List.of(1, 1))
                        .dims(List.of(16, 32))
                        .numClasses(CLASSES)
                        .inChans(1)
                        .imgSize(SIDE)
                        .tokenMixer(mixer)
                        .build(),
                seed);
    }

    private static Run train(String mixer, long seed, int threads) {
        MambaOut network = network(mixer, seed);
        Compute compute = Compute.of(KernelProviders.selected().kernels(), threads);
        UpdateStep step = new UpdateStep(
                network, new CrossEntropy(0), AdamWSettings.withDecay(0.05), GradientClipping.byNorm(5), compute);
        Randomness random = Randomness.ofSeed(seed).at("data");
        List<Double> losses = new ArrayList<>();
        for (int update = 0; update < UPDATES; update++) {
            Randomness[] samples =
                    IntStream.range(0, BATCH).mapToObj(random.at(update)::at).toArray(Randomness[]::new);
            int[] labels = IntStream.range(0, BATCH).map(n -> n % CLASSES).toArray();
            UpdateStep.Outcome outcome = step.measure(pictures(samples, labels), labels, samples);
            losses.add(outcome.loss());
            step.apply(outcome, 4e-3);
        }
        compute.workers().close();
        return new Run(
                network.parameters().count(),
                losses,
                network.parameters().flat().toArray());
    }

    /** Stripes whose direction tells the class, at a random place and under noise. */
    private static Tensor pictures(Randomness[] samples, int[] labels) {
        Tensor pictures = Tensor.zeros(Shape.of(BATCH, SIDE, SIDE, 1));
        for (int i = 0; i < pictures.shape().elements(); i++) {
            int n = i / (SIDE * SIDE);
            int place = i % (SIDE * SIDE);
            double angle = Math.PI * labels[n] / CLASSES;
            double along = Math.cos(angle) * (place % SIDE) + Math.sin(angle) * (place / SIDE);
            double shift = 2 * Math.PI * samples[n].uniform(0);
            double value = Math.sin(along + shift) + 0.3 * samples[n].normal(1 + place);
            pictures.data().put(i, (float) value);
        }
        return pictures;
    }

    @Test
    void bothTwinsLearn() {
        Run gatedCnn = train("gated-cnn", 1, 2);
        Run ssm = train("ssm", 1, 2);
        assertThat(gatedCnn.losses.get(0)).isBetween(1.2, 1.6);
        assertThat(ssm.losses.get(0)).isBetween(1.2, 1.6);
        assertThat(gatedCnn.remainder()).as("gated-cnn: %s", gatedCnn.losses).isLessThan(0.9);
        assertThat(ssm.remainder()).as("ssm: %s", ssm.losses).isLessThan(0.9);
    }

    @Test
    void theTwinHasTheParametersOfItsScansOnTop() {
        long scans = 0;
        for (int channels : new int[] {16, 32}) {
            int rank = channels / 16;
            int projections = (rank + 32) * channels + channels * rank + channels;
            scans += projections + 16L * channels + channels;
        }
        assertThat(network("ssm", 0).parameters().count())
                .isEqualTo(network("gated-cnn", 0).parameters().count() + scans);
    }

    @Test
    void theTwinHasTheMultiplyAddsOfItsScansOnTop() {
        long scans = 0;
        int pixels = SIDE / 4 * (SIDE / 4);
        for (int channels : new int[] {16, 32}) {
            int rank = channels / 16;
            scans += (long) pixels * channels * (rank + 32 + rank + 9 * 16);
            pixels /= 4;
        }
        Shape input = Shape.of(1, SIDE, SIDE, 1);
        assertThat(network("ssm", 0).multiplyAdds(input))
                .isEqualTo(network("gated-cnn", 0).multiplyAdds(input) + scans);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gated-cnn",
                "ssm",
                "ssm:cross",
                "ss2d",
                "ss2d:windows",
                "vim",
                "attention",
                "causal-attention",
                "linear-attention",
                "nc-ssd",
                "nc-ssd:causal",
                "nc-ssd:bidirectional"
            })
    void theSameSeedEndsWithTheSameBitsOnAnyNumberOfThreads(String mixer) {
        Run first = train(mixer, 3, 1);
        Run second = train(mixer, 3, 5);
        Run other = train(mixer, 4, 1);
        assertThat(second.weights).containsExactly(first.weights);
        assertThat(second.losses).isEqualTo(first.losses);
        assertThat(other.weights).isNotEqualTo(first.weights);
    }
}
