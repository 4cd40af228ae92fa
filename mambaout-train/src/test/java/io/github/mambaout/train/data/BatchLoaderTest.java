package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Picture;
import io.github.mambaout.tensor.BufferPool;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        public void apply(Picture picture, SampleKey key, Tensor batch, int place) {
            batch.data().put(place, key.index() + 1000f * key.epoch());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7})
    void batchesHoldWhatTheirPlansSayAcrossEpochs(int workers) {
        try (BatchLoader loader = training(new Numbered(10, Set.of()), workers)) {
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

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void unreadableSampleIsReplacedByTheNextInTraining(int workers) {
        try (BatchLoader loader = training(new Numbered(10, Set.of(9, 0, 4)), workers)) {
            for (int update = 0; update < 12; update++) {
                try (Batch batch = loader.next().orElseThrow()) {
                    int[] order = EpochOrder.shuffled(10, 5, update / 3);
                    int start = update % 3 * 3;
                    assertThat(batch.indices())
                            .containsExactly(IntStream.range(start, start + 3)
                                    .map(i -> order[i] == 9 || order[i] == 0 ? 1 : order[i] == 4 ? 5 : order[i])
                                    .toArray());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void unreadableSampleIsLeftOutOfAnEvaluationThatTakesEveryOtherOnce(int workers) {
        List<Float> seen = new ArrayList<>();
        try (BatchLoader loader = once(new Numbered(8, Set.of(3, 4, 5)), workers)) {
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
        try (BatchLoader loader = training(new Numbered(3, Set.of(0, 1, 2)), 2)) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("none of its 3 pictures can be read");
        }
    }

    @Test
    void closingEndsTheThreadWhileItWaits() throws InterruptedException {
        BatchLoader loader = training(new Numbered(10, Set.of()), 3);
        assertThat(loader.next()).isPresent();
        loader.close();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(Thread::isAlive)
                        .map(Thread::getName))
                .noneMatch(name -> name.startsWith("mambaout-data"));
    }

    /** A sample that is read only when others have been. */
    private static DataSet waiting(int index, CountDownLatch others) {
        DataSet numbered = new Numbered(10, Set.of());
        return new Wrapped(numbered, asked -> {
            if (asked == index) {
                await(others);
            } else {
                others.countDown();
            }
        });
    }

    private static void await(CountDownLatch others) {
        try {
            others.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Does something before a sample is read. */
    private record Wrapped(DataSet whole, IntConsumer before) implements DataSet {
        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public int size() {
            return whole.size();
        }

        @Override
        public List<String> classes() {
            return whole.classes();
        }

        @Override
        public int label(int index) {
            return whole.label(index);
        }

        @Override
        public Optional<Sample> sample(int index) {
            before.accept(index);
            return whole.sample(index);
        }

        @Override
        public List<SkippedPicture> skipped() {
            return whole.skipped();
        }
    }

    @Test
    void slowSampleHoldsUpNeitherTheOthersNorTheOrder() {
        int slow = EpochOrder.shuffled(10, 5, 0)[0];
        // Its batch has two others, the next one three.
        try (BatchLoader loader = training(waiting(slow, new CountDownLatch(5)), 2)) {
            try (Batch first = loader.next().orElseThrow()) {
                assertThat(first.indices()[0]).isEqualTo(slow);
                assertThat(first.input().get(0)).isEqualTo((float) slow);
            }
        }
    }

    @Test
    void failureOfTheFirstPlaceIsToldAfterTheBatchesBefore() {
        int[] order = EpochOrder.shuffled(10, 5, 0);
        CountDownLatch second = new CountDownLatch(1);
        DataSet failing = new Wrapped(new Numbered(10, Set.of()), index -> {
            if (index == order[3]) {
                await(second);
                throw new IllegalStateException("first");
            } else if (index == order[4]) {
                second.countDown();
                throw new IllegalStateException("second");
            }
        });
        try (BatchLoader loader = training(failing, 2)) {
            try (Batch batch = loader.next().orElseThrow()) {
                assertThat(batch.indices()).containsExactly(order[0], order[1], order[2]);
            }
            assertThatThrownBy(loader::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("a batch could not be made: first");
            assertThat(loader.next()).isEmpty();
        }
    }

    @Test
    void planThatFailsIsToldAfterTheBatchesBefore() {
        Iterator<BatchPlan> plans = Stream.of(0, 1)
                .map(number -> {
                    if (number == 1) {
                        throw new IllegalStateException("no plan");
                    }
                    return new BatchPlan(0, new int[] {2});
                })
                .iterator();
        try (BatchLoader loader = loader(new Numbered(10, Set.of()), plans, BatchLoader.Unreadable.REPLACED, 2)) {
            try (Batch batch = loader.next().orElseThrow()) {
                assertThat(batch.indices()).containsExactly(2);
            }
            assertThatThrownBy(loader::next).hasMessageContaining("no plan");
            assertThat(loader.next()).isEmpty();
        }
    }

    @Test
    void timeOfWaitingIsCounted() {
        Thread taker = Thread.currentThread();
        DataSet late = new Wrapped(new Numbered(10, Set.of()), index -> {
            while (taker.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        });
        try (BatchLoader loader = once(late, 1)) {
            assertThat(loader.waitedNanoseconds()).isZero();
            loader.next().orElseThrow().close();
            assertThat(loader.waitedNanoseconds()).isPositive();
        }
    }

    @Test
    void workersAreNeeded() {
        assertThatThrownBy(() -> training(new Numbered(10, Set.of()), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 worker");
    }

    private static BatchLoader training(DataSet data, int workers) {
        return loader(
                data,
                new TrainingOrder("data", data.size(), 1, 3, 1, 5).from(0),
                BatchLoader.Unreadable.REPLACED,
                workers);
    }

    private static BatchLoader once(DataSet data, int workers) {
        return loader(data, BatchPlan.once(0, data.size(), 3), BatchLoader.Unreadable.LEFT_OUT, workers);
    }

    private static BatchLoader loader(
            DataSet data, Iterator<BatchPlan> plans, BatchLoader.Unreadable unreadable, int workers) {
        return new BatchLoader(data, new NumberTransform(), 3, plans, unreadable, new BufferPool(), workers);
    }
}
