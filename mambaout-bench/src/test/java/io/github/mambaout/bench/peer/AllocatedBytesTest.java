package io.github.mambaout.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Workers;
import org.junit.jupiter.api.Test;

class AllocatedBytesTest {
    private static final int BYTES = 10_000;
    /** Objects' heads, and what the JVM itself does meanwhile. */
    private static final double MORE = 2_000;

    private final byte[][] kept = new byte[2][];

    @Test
    void whatACallAllocatesIsCounted() {
        assertThat(AllocatedBytes.perCall(() -> kept[0] = new byte[BYTES])).isBetween((double) BYTES, BYTES + MORE);
    }

    @Test
    void nothingIsCountedForNothing() {
        assertThat(AllocatedBytes.perCall(() -> {})).isLessThan(MORE);
    }

    @Test
    void otherThreadsCountToo() {
        try (Workers workers = new Workers(2)) {
            double bytes =
                    AllocatedBytes.perCall(() -> workers.run(2, (task, scratch) -> kept[task] = new byte[BYTES]));
            // A running thread's counter lags by what it has taken of its buffer; one thread alone would give half.
            assertThat(bytes).isBetween(1.5 * BYTES, 2 * (BYTES + MORE));
        }
    }
}
