package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.train.data.DataException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkingBatchTest {
    private final List<String> told = new ArrayList<>();
    private final ShrinkingBatch batch = new ShrinkingBatch((tooLarge, next) -> told.add(tooLarge + " to " + next));

    private static int needsMemory(int size, int most) {
        if (size > most) {
            throw new OutOfMemoryError("Java heap space");
        }
        return size;
    }

    @Test
    void halvesUntilMemorySuffices() {
        assertThat(batch.<Integer>run(50, size -> needsMemory(size, 10))).isEqualTo(6);
        assertThat(told).containsExactly("50 to 25", "25 to 12", "12 to 6");
    }

    @Test
    void isToldNothingWhereMemorySuffices() {
        assertThat(batch.<Integer>run(8, size -> needsMemory(size, 8))).isEqualTo(8);
        assertThat(told).isEmpty();
    }

    @Test
    void lackOfMemoryForOnePictureIsAFailure() {
        assertThatThrownBy(() -> batch.run(3, size -> needsMemory(size, 0))).isInstanceOf(OutOfMemoryError.class);
        assertThat(told).containsExactly("3 to 1");
    }

    @Test
    void threadThatReadsPicturesMayLackMemoryToo() {
        Integer reached = batch.run(4, size -> {
            if (size > 2) {
                throw new DataException("a batch could not be made", new OutOfMemoryError("Java heap space"));
            }
            return size;
        });
        assertThat(reached).isEqualTo(2);
    }

    @Test
    void otherFailuresPassThrough() {
        assertThatThrownBy(() -> batch.run(4, size -> {
                    throw new DataException("gone");
                }))
                .hasMessage("gone");
        assertThat(told).isEmpty();
    }
}
