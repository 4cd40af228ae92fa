package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RepeatedOrderTest {
    @Test
    void eachSampleComesSeveralTimesInARowAndTheEpochKeepsItsLength() {
        int[] order = EpochOrder.shuffled(1000, 4, 2);
        RepeatedOrder repeated = RepeatedOrder.shuffled(1000, 3, 4, 2);
        // 1000 samples are cut to three times 256.
        assertThat(repeated.indices()).hasSize(768);
        assertThat(repeated.repetitions()).hasSize(768);
        for (int i = 0; i < 768; i++) {
            assertThat(repeated.indices()[i]).as("place %d", i).isEqualTo(order[i / 3]);
            assertThat(repeated.repetitions()[i]).as("place %d", i).isEqualTo(i % 3);
        }
    }

    @Test
    void smallSetsAreNotCut() {
        assertThat(RepeatedOrder.shuffled(10, 3, 0, 0).indices()).hasSize(10);
        assertThat(RepeatedOrder.shuffled(10, 1, 0, 0).indices()).isEqualTo(EpochOrder.shuffled(10, 0, 0));
        assertThatThrownBy(() -> RepeatedOrder.shuffled(10, 0, 0, 0)).hasMessageContaining("at least once");
    }
}
