package io.github.mambaout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelZooTest {

    @Test
    void unknownNameIsAnsweredWithTheNearestOnes() {
        assertThatThrownBy(() -> ModelZoo.config("mambaout_tinny"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no model named 'mambaout_tinny'. Did you mean mambaout_tiny, ");
    }

    @Test
    void nearestNamesComeFirstAndTheFamilysNameMayBeLeftOut() {
        List<String> known = List.of("mambaout_base", "mambaout_femto", "mambaout_kobe", "mambaout_tiny");

        assertThat(NearNames.of("mambaout_fempto", known)).hasSize(3).startsWith("mambaout_femto");
        assertThat(NearNames.of("kobe", known)).startsWith("mambaout_kobe");
        assertThat(NearNames.of("anything", List.of())).isEmpty();
    }
}
