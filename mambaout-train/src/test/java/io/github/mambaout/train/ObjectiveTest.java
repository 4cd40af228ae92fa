package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.augment.Mix;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.Sample;
import io.github.mambaout.train.data.SkippedPicture;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
    private static final int[] OF_EACH_CLASS = {90, 9, 1};
    private static final int[] LABELS = {0, 2, 1, 0};
    private static final double[] LOGITS = {0.3, -0.7, 1.1, 2.5, 0.1, -1.4, -0.2, 0.6, 0.9, 1.3, 1.2, -0.5};
    private static final double SMOOTHING = 0.1;

    @Test
    void balancedClassesWeighTheGradientByTheirRarity() {
        double[] gradient = gradient(config("balanced"));
        // Each class counts as a third of the pictures: 100 / (3 * 90), 100 / (3 * 9), 100 / 3.
        double[] weights = {100 / 270.0, 100 / 27.0, 100 / 3.0};
        double[] expected = new double[LOGITS.length];
        for (int n = 0; n < LABELS.length; n++) {
            double[] target = {SMOOTHING / 3, SMOOTHING / 3, SMOOTHING / 3};
            target[LABELS[n]] += 1 - SMOOTHING;
            double[] exponentials = new double[3];
            double sum = 0;
            double weight = 0;
            for (int k = 0; k < 3; k++) {
                exponentials[k] = Math.exp(LOGITS[n * 3 + k]);
                sum += exponentials[k];
                weight += weights[k] * target[k];
            }
            for (int k = 0; k < 3; k++) {
                // Of the loss -sum(weight[k] * target[k] * log(softmax[k])), the mean over the pictures.
                expected[n * 3 + k] = (weight * exponentials[k] / sum - weights[k] * target[k]) / LABELS.length;
            }
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(gradient[i]).as("gradient %d", i).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void evenClassesAreNotWeighted() {
        double[] plain = gradient(config("none"));
        double[] balanced = gradient(config("balanced"));
        double ofFrequent = balanced[0] / plain[0];
        double ofRare = balanced[5] / plain[5];
        assertThat(ofRare).isGreaterThan(10 * ofFrequent);
    }

    private static TrainingConfig config(String weighting) {
        return TrainingConfig.builder()
                .batchSize(LABELS.length)
                .labelSmoothing(SMOOTHING)
                .set("class-weights", weighting)
                .build();
    }

    private static double[] gradient(TrainingConfig config) {
        float[] logits = new float[LOGITS.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) LOGITS[i];
        }
        Tensor gradient = Tensor.zeros(Shape.of(LABELS.length, 3));
        Objective.of(config, new Unbalanced())
                .of(LABELS, new Mix.None())
                .evaluate(Tensor.of(Shape.of(LABELS.length, 3), logits), gradient);
        double[] values = new double[LOGITS.length];
        Arrays.setAll(values, gradient::get);
        return values;
    }

    private static final class Unbalanced implements DataSet {
        @Override
        public String name() {
            return "unbalanced";
        }

        @Override
        public int size() {
            return Arrays.stream(OF_EACH_CLASS).sum();
        }

        @Override
        public List<String> classes() {
            return List.of("frequent", "rare", "rarest");
        }

        @Override
        public int label(int index) {
            return index < OF_EACH_CLASS[0] ? 0 : index < OF_EACH_CLASS[0] + OF_EACH_CLASS[1] ? 1 : 2;
        }

        @Override
        public Optional<Sample> sample(int index) {
            return Optional.empty();
        }

        @Override
        public List<SkippedPicture> skipped() {
            return List.of();
        }
    }
}
