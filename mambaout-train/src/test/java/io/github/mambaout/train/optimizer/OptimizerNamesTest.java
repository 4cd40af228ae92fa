package io.github.mambaout.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerNamesTest {
    @Test
    void givesEachMethodItsOwnConstantsOrThoseThatWereAsked() {
        assertThat(named("adamw", List.of(), 0)).isEqualTo(new AdamWSettings(0.9, 0.999, 1e-8, 0.05));
        assertThat(named("adamw", List.of(0.8, 0.95), 1e-6)).isEqualTo(new AdamWSettings(0.8, 0.95, 1e-6, 0.05));
        assertThat(named("sgd", List.of(), 0)).isEqualTo(new SgdSettings(0.9, true, 0.05));
        assertThat(named("momentum", List.of(), 0)).isEqualTo(new SgdSettings(0.9, false, 0.05));
        assertThat(named("lamb", List.of(), 0)).isEqualTo(new LambSettings(0.9, 0.999, 1e-6, 0.05, 1, false, false));
        assertThat(named("lion", List.of(), 0)).isEqualTo(new LionSettings(0.9, 0.99, 0.05));
        assertThat(OptimizerNames.names()).allSatisfy(name -> named(name, List.of(), 0));
    }

    @Test
    void refusesUnknownNamesWithNearOnesAndHalfAPairOfBetas() {
        assertThatThrownBy(() -> named("adam", List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'adam'")
                .hasMessageContaining("Did you mean adamw");
        assertThatThrownBy(() -> named("adamw", List.of(0.9), 0)).hasMessageContaining("two numbers");
    }

    private static OptimizerSettings named(String name, List<Double> betas, double epsilon) {
        return OptimizerNames.settings(name, betas, epsilon, 0.9, 0.05);
    }
}
