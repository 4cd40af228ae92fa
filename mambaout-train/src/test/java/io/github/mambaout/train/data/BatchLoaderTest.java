package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Picture;
import io.github.mambaout.tensor.BufferPool;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
    /** Sample i has the label i modulo 3; some samples cannot be read. */
    private record Numbered(int size, Set<Integer> broken) implements DataSet {
        @Override
        public String name() {
            return "numbered";
        }

        @Override
        public List<String> classes() {
            return List.of("a", "b", "c");
        }

        @Override
        public int label(int index) {
            return index % 3;
        }

        @Override
        public Optional<Sample> sample(int index) {
            Picture picture = Picture.ofGrey(1, 1, new byte[] {(byte) index});
            return broken.contains(index) ? Optional.empty() : Optional.of(new Sample(picture, index % 3));
        }

        @Override
        public List<SkippedPicture> skipped() {
            return broken.stream()
                    .map(index -> new SkippedPicture(index + ".jpg", index + ".jpg: broken"))
                    .toList();
        }
    }

    /** The input of sample i in epoch e is i + 1000 e. */
    private static final class NumberTransform implements SampleTransform {
        @Override
        public Shape batchShape(int batchSize) {
            return Shape.of(batchSize, 1, 1, 1);
        }

        @Override
        public void apply(Picture picture, long epoch, int index, Tensor batch, int place) {
            batch.data().put(place, index + 1000f * epoch);
        }
    }

    @Test
    void batchesHoldWhatTheirPlansSayAcrossEpochs() {
        try (BatchLoader loader = training(new Numbered(10, Set.of()))) {
            for (int update = 0; update < 25; update++) {
                try (Batch batch = loader.next().orElseThrow()) {
                    long epoch = update / 3;
                    int[] order = EpochOrder.shuffled(10, 5, epoch);
                    assertThat(batch.epoch()).isEqualTo(epoch);
                    for (int i = 0; i < 3; i++) {
                        int index = order[update % 3 * 3 + i];
                        assertThat(batch.indices()[i]).isEqualTo(index);
                        assertThat(batch.labels()[i]).isEqualTo(index % 3);
                        assertThat(batch.input().get(i)).isEqualTo(index + 1000f * epoch);
                    }
                }
            }
        }
    }

    @Test
    void unreadableSampleIsReplacedByTheNextInTraining() {
        try (BatchLoader loader = training(new Numbered(10, Set.of(9, 0, 4)))) {
            List<Integer> seen = new ArrayList<>();
            for (int update = 0; update < 12; update++) {
                try (Batch batch = loader.next().orElseThrow()) {
                    assertThat(batch.size()).isEqualTo(3);
                    IntStream.of(batch.indices()).forEach(seen::add);
                }
            }
            assertThat(seen).doesNotContain(9, 0, 4).contains(1, 5);
        }
    }

    @Test
    void unreadableSampleIsLeftOutOfAnEvaluationThatTakesEveryOtherOnce() {
        List<Float> seen = new ArrayList<>();
        try (BatchLoader loader = once(new Numbered(8, Set.of(3, 4, 5)))) {
            for (Optional<Batch> next = loader.next(); next.isPresent(); next = loader.next()) {
                try (Batch batch = next.get()) {
                    for (float value : batch.input().toArray()) {
                        seen.add(value);
                    }
                }
            }
            assertThat(loader.next()).isEmpty();
        }
        assertThat(seen).containsExactly(0f, 1f, 2f, 6f, 7f);
    }

    @Test
    void setWithoutAnyReadablePictureIsAnErrorInTraining() {
        try (BatchLoader loader = training(new Numbered(3, Set.of(0, 1, 2)))) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("none of its 3 pictures can be read");
        }
    }

    @Test
    void closingEndsTheThreadWhileItWaits() throws InterruptedException {
        BatchLoader loader = training(new Numbered(10, Set.of()));
        assertThat(loader.next()).isPresent();
        loader.close();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(Thread::isAlive)
                        .map(Thread::getName))
                .doesNotContain("mambaout-data");
    }

    private static BatchLoader training(DataSet data) {
        return new BatchLoader(
                data,
                new NumberTransform(),
                3,
                BatchPlan.training(data.size(), 3, 5, 0),
                BatchLoader.Unreadable.REPLACED,
                new BufferPool());
    }

    private static BatchLoader once(DataSet data) {
        return new BatchLoader(
                data,
                new NumberTransform(),
                3,
                BatchPlan.once(data.size(), 3),
                BatchLoader.Unreadable.LEFT_OUT,
                new BufferPool());
    }
}
