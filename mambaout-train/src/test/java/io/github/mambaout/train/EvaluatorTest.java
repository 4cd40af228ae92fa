package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.image.Picture;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.Sample;
import io.github.mambaout.train.data.SampleKey;
import io.github.mambaout.train.data.SampleTransform;
import io.github.mambaout.train.data.SkippedPicture;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.train.report.EvaluationDetails;
import io.github.mambaout.train.report.HardPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final int CLASSES = 7;

    /** The logit of class k is minus the distance of the picture's grey value to k. */
    private static float logit(int grey, int k) {
        return -Math.abs(grey - k);
    }

    @Test
    void countsFirstsAndFirstFivesExactly() {
        // Grey 3 with label 3 is first; label 0 is at rank 6 (0 and 6 are equally far, the lower index comes first).
        List<int[]> greyAndLabel = List.of(
                new int[] {3, 3},
                new int[] {3, 4},
                new int[] {3, 0},
                new int[] {3, 6},
                new int[] {0, 4},
                new int[] {0, 5},
                new int[] {6, 6});
        List<Long> progress = new ArrayList<>();
        Evaluation evaluation = evaluator(new Pictures(greyAndLabel), 3).evaluate(progress::add);
        assertThat(evaluation.pictures()).isEqualTo(7);
        assertThat(evaluation.top1()).isEqualTo(2);
        assertThat(evaluation.top5()).isEqualTo(4);
        EvaluationDetails details = evaluation.details().orElseThrow();
        assertThat(details.confusion().count(0, 3)).isEqualTo(1);
        assertThat(details.confusion().count(4, 0)).isEqualTo(1);
        assertThat(evaluation.loss()).isCloseTo(meanLoss(greyAndLabel), within(1e-6));
        assertThat(progress).containsExactly(3L, 6L, 7L);
    }

    private static double meanLoss(List<int[]> greyAndLabel) {
        double total = 0;
        for (int[] pair : greyAndLabel) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += Math.exp(logit(pair[0], k));
            }
            total -= Math.log(Math.exp(logit(pair[0], pair[1])) / sum);
        }
        return total / greyAndLabel.size();
    }

    @Test
    void unreadablePicturesCountNowhere() {
        Evaluation evaluation = evaluator(
                        new Pictures(List.of(new int[] {1, 1}, new int[] {-1, 2}, new int[] {-1, 2}, new int[] {2, 2})),
                        2)
                .evaluate(seen -> {});
        assertThat(evaluation.pictures()).isEqualTo(2);
        assertThat(evaluation.top1()).isEqualTo(2);
    }

    @Test
    void setWithoutAnyReadablePictureIsAnError() {
        assertThatThrownBy(() ->
                        evaluator(new Pictures(List.of(new int[] {-1, 0})), 2).evaluate(seen -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none of its 1 pictures can be read");
    }

    @Test
    void logitsThatAreNoNumbersComeLast() {
        LogitRow logits = new LogitRow(new float[] {Float.NaN, 1, Float.NaN, -1});
        assertThat(logits.first(3)).containsExactly(1, 3, 0);
        assertThat(logits.rank(0)).isEqualTo(2);
        assertThat(logits.rank(3)).isEqualTo(1);
    }

    @Test
    void ofEqualLogitsTheLowerIndexComesFirst() {
        LogitRow logits = new LogitRow(new float[] {0, 2, 2, 5, 2});
        assertThat(logits.first(5)).containsExactly(3, 1, 2, 4, 0);
        assertThat(logits.first(9)).hasSize(5);
    }

    @Test
    void hardestPicturesComeWithWhatTheNetworkMadeOfThem() {
        List<int[]> greyAndLabel = List.of(new int[] {3, 3}, new int[] {6, 0}, new int[] {2, 3});
        HardPicture hardest = evaluator(new Pictures(greyAndLabel), 2)
                .evaluate(seen -> {})
                .details()
                .orElseThrow()
                .hardest()
                .get(0);
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
            sum += Math.exp(logit(6, k));
        }
        assertThat(hardest.index()).isEqualTo(1);
        assertThat(hardest.truth()).isZero();
        assertThat(hardest.predicted()).isEqualTo(6);
        assertThat(hardest.probability()).isCloseTo(1 / sum, within(1e-6));
        assertThat(hardest.loss()).isCloseTo(6 + Math.log(sum), within(1e-6));
    }

    @Test
    void everyPictureIsToldWithItsFirstFiveClasses() {
        List<JudgedPicture> judged = new ArrayList<>();
        evaluator(new Pictures(List.of(new int[] {0, 3}, new int[] {-1, 2}, new int[] {6, 5})), 2)
                .evaluate(seen -> {}, judged::add);
        assertThat(judged)
                .containsExactly(
                        new JudgedPicture(0, 3, List.of(0, 1, 2, 3, 4)),
                        new JudgedPicture(2, 5, List.of(6, 5, 4, 3, 2)));
    }

    @Test
    void onlyTheLogitsOfTheDatasClassesCount() {
        // The data's classes a and b are the network's 5 and 2; grey 4 is nearest to 4, which is none of them.
        Pictures data = new Pictures(List.of(new int[] {4, 0}, new int[] {4, 1}), List.of("a", "b"));
        Evaluation evaluation = evaluator(data, List.of(5, 2), 2).evaluate(seen -> {});
        assertThat(evaluation.top1()).isEqualTo(1);
        double sum = Math.exp(-1) + Math.exp(-2);
        assertThat(evaluation.loss()).isCloseTo(Math.log(sum) + 1.5, within(1e-6));
        assertThat(evaluation.details().orElseThrow().confusion().count(1, 0)).isEqualTo(1);
    }

    private static Evaluator evaluator(DataSet data, int batchSize) {
        return evaluator(data, List.of(0, 1, 2, 3, 4, 5, 6), batchSize);
    }

    private static Evaluator evaluator(DataSet data, List<Integer> logitOfClass, int batchSize) {
        Linear identity = new Linear(CLASSES, CLASSES);
        float[] unit = new float[CLASSES * CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            unit[k * CLASSES + k] = 1;
        }
        identity.parameters().get("weight").set(Tensor.of(Shape.of(CLASSES, CLASSES), unit));
        return new Evaluator(identity, data, logitOfClass, new LogitsOfGrey(), batchSize, Compute.shared(), 2);
    }

    /** Negative grey stands for a picture that cannot be read. */
    private record Pictures(List<int[]> greyAndLabel, List<String> classes) implements DataSet {
        Pictures(List<int[]> greyAndLabel) {
            this(greyAndLabel, List.of("a", "b", "c", "d", "e", "f", "g"));
        }

        @Override
        public String name() {
            return "greys";
        }

        @Override
        public int size() {
            return greyAndLabel.size();
        }

        @Override
        public int label(int index) {
            return greyAndLabel.get(index)[1];
        }

        @Override
        public Optional<Sample> sample(int index) {
            int[] pair = greyAndLabel.get(index);
            return pair[0] < 0
                    ? Optional.empty()
                    : Optional.of(new Sample(Picture.ofGrey(1, 1, new byte[] {(byte) pair[0]}), pair[1]));
        }

        @Override
        public List<SkippedPicture> skipped() {
            return List.of(new SkippedPicture("x.jpg", "x.jpg: broken"));
        }
    }

    private static final class LogitsOfGrey implements SampleTransform {
        @Override
        public Shape batchShape(int batchSize) {
            return Shape.of(batchSize, CLASSES);
        }

        @Override
        public void apply(Picture picture, SampleKey key, Tensor batch, int place) {
            for (int k = 0; k < CLASSES; k++) {
                batch.data().put(place * CLASSES + k, logit(picture.get(0, 0, 0), k));
            }
        }
    }
}
