package io.github.mambaout.bench.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Compute;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LengthStudyTest {
    private static final Duration FAR_TOO_SHORT = Duration.ofMillis(10);

    private static LengthStudy within(TimeBudget budget) {
        LengthPlan plan = new LengthPlan(List.of("identity"), List.of(2, 3, 4), 8, 1, budget);
        return new LengthStudy(plan, Compute.shared());
    }

    @Test
    void aSlowMachineMeasuresEachPassTwiceAllTheSame() {
        LengthResults results = within(TimeBudget.about(FAR_TOO_SHORT)).run(share -> {});
        assertThat(results.costs()).hasSize(3).allSatisfy(cost -> {
            assertThat(cost.forwardMs().count()).isEqualTo(2);
            assertThat(cost.trainingMs().count()).isEqualTo(2);
        });
    }

    @Test
    void aFirmBudgetIsKeptOrRefused() {
        assertThatThrownBy(() -> within(TimeBudget.atMost(FAR_TOO_SHORT)).run(share -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The budget of 0 s is too small");
    }
}
