package io.github.mambaout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LongSequenceTest {
    @Test
    void thresholdIsSixTimesTheWidth() {
        assertThat(LongSequence.threshold(64)).isEqualTo(384);
        assertThat(LongSequence.threshold(384)).isEqualTo(2304);
        assertThat(LongSequence.threshold(768)).isEqualTo(4608);
        assertThat(LongSequence.threshold(Integer.MAX_VALUE)).isEqualTo(6L * Integer.MAX_VALUE);
    }

    @Test
    void theThresholdItselfIsNotLong() {
        assertThat(LongSequence.isLong(2304, 384)).isFalse();
        assertThat(LongSequence.isLong(2305, 384)).isTrue();
    }

    @Test
    void tasksAreAsThePaperSays() {
        assertThat(LongSequence.isLong(196, 384)).isFalse();
        assertThat(LongSequence.isLong(4000, 384)).isTrue();
        assertThat(LongSequence.isLong(4096, 384)).isTrue();
        assertThat(LongSequence.isLong(4096, 768)).isFalse();
    }

    @Test
    void atTheThresholdBothPartsOfABlockCostTheSame() {
        // 24·D²·L + 4·D·L² for D = 384, L = 2304.
        assertThat(LongSequence.linearOperations(2304, 384)).isEqualTo(8_153_726_976L);
        assertThat(LongSequence.quadraticOperations(2304, 384)).isEqualTo(8_153_726_976L);
        assertThat(LongSequence.quadraticOperations(196, 384)).isEqualTo(4L * 384 * 196 * 196);
    }

    @Test
    void thePapersFiveFiguresArePrinted() {
        assertThat(LongSequence.paperFigures())
                .extracting(LongSequence.Figure::tokens)
                .containsExactly(2304L, 4608L, 196L, 4000L, 4096L);
        assertThat(LongSequence.describe().lines())
                .hasSize(5)
                .anyMatch(line -> line.matches("ImageNet, 224 × 224 +196 tokens"))
                .anyMatch(line -> line.matches("threshold for the width of ViT-B, 768 +4608 tokens"));
    }

    @Test
    void whatIsNoSequenceIsRefused() {
        assertThatThrownBy(() -> LongSequence.threshold(0)).hasMessageContaining("dim is 0");
        assertThatThrownBy(() -> LongSequence.isLong(-1, 8)).hasMessageContaining("-1");
    }
}
