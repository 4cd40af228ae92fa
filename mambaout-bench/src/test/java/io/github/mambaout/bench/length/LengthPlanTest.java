package io.github.mambaout.bench.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LengthPlanTest {
    private static LengthPlan plan(List<String> mixers, List<Integer> sides, int dim, int batch) {
        return new LengthPlan(mixers, sides, dim, batch, TimeBudget.atMost(Duration.ofSeconds(1)));
    }

    @Test
    void exponentsAreFittedFromAnEighthOfTheLongestLengthOn() {
        List<String> mixer = List.of("identity");
        assertThat(plan(mixer, List.of(112, 14, 20, 28, 40, 56, 80), 64, 1).fittedSides())
                .containsExactly(40, 56, 80, 112);
        assertThat(plan(mixer, List.of(14, 28, 56, 112), 64, 1).fittedSides()).containsExactly(28, 56, 112);
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        List<Integer> sides = List.of(4, 8, 16);
        List<String> mixer = List.of("identity");
        assertThatThrownBy(() -> plan(List.of("atention"), sides, 8, 1)).hasMessageContaining("attention");
        assertThatThrownBy(() -> plan(List.of("vim", "vim"), sides, 8, 1)).hasMessageContaining("once only");
        assertThatThrownBy(() -> plan(List.of(), sides, 8, 1)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> plan(mixer, List.of(14, 28), 8, 1)).hasMessageContaining("at least 3");
        assertThatThrownBy(() -> plan(mixer, List.of(0, 1, 2), 8, 1)).hasMessageContaining("A length is 0");
        assertThatThrownBy(() -> plan(mixer, sides, 0, 1)).hasMessageContaining("dim is 0");
        assertThatThrownBy(() -> plan(mixer, sides, 8, 0)).hasMessageContaining("batch is 0");
        assertThatThrownBy(() -> plan(mixer, List.of(4, 8, 40_000), 8, 1)).hasMessageContaining("too large");
    }
}
