package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyTaskRunsExactlyOnce(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int tasks : new int[] {0, 1, 2, 7, 1000}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, tasks));
                workers.run(tasks, (index, scratch) -> runs.incrementAndGet(index));
                for (int i = 0; i < tasks; i++) {
                    assertThat(runs.get(i))
                            .as("runs of task %d of %d", i, tasks)
                            .isEqualTo(1);
                }
            }
        }
    }

    @Test
    void aTaskMayStartAJobOfItsOwn() {
        try (Workers workers = new Workers(2)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(100);
            workers.run(10, (outer, s) -> workers.run(10, (inner, t) -> runs.incrementAndGet(outer * 10 + inner)));
            for (int i = 0; i < 100; i++) {
                assertThat(runs.get(i)).isEqualTo(1);
            }
        }
    }

    @Test
    void callersOnManyThreadsAllGetTheirTasksDone() {
        try (Workers workers = new Workers(3)) {
            AtomicIntegerArray sums = new AtomicIntegerArray(16);
            IntStream.range(0, 16).parallel().forEach(caller -> {
                for (int round = 0; round < 200; round++) {
                    workers.run(5, (index, scratch) -> sums.addAndGet(caller, index));
                }
            });
            for (int caller = 0; caller < 16; caller++) {
                assertThat(sums.get(caller)).isEqualTo(200 * 10);
            }
        }
    }

    @Test
    void anExceptionOfATaskReachesTheCallerAndTheNextJobRuns() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(50, (index, scratch) -> {
                        if (index == 7) {
                            throw new IllegalStateException("task 7");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("task 7");
            AtomicIntegerArray runs = new AtomicIntegerArray(50);
            workers.run(50, (index, scratch) -> runs.incrementAndGet(index));
            assertThat(IntStream.range(0, 50).map(runs::get)).containsOnly(1);
        }
    }

    @Test
    void zeroThreadsAreRefused() {
        assertThatThrownBy(() -> new Workers(0)).hasMessageContaining("at least 1, but is 0");
    }
}
