package io.github.mambaout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.layer.NearNames;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelZooTest {

    /** Figures of timm's models: elements of the state dict, and multiply-adds of convolutions and linear maps. */
    @ParameterizedTest
    @CsvSource({
        "mambaout_femto, 7304536, 1147984992",
        "mambaout_kobe, 9141208, 1505865312",
        "mambaout_tiny, 26545096, 4469655744",
        "mambaout_small, 48488072, 8936423616",
        "mambaout_base, 84813092, 15794325760",
        "mambaout_small_rw, 48495560, 8936423616",
        "mambaout_base_short_rw, 88827688, 16280785216",
        "mambaout_base_tall_rw, 86481448, 16116684608",
        "mambaout_base_wide_rw, 94448104, 17751798144",
        "mambaout_base_plus_rw, 101656552, 19161191808",
        "test_mambaout, 447560, 24595584"
    })
    void everyModelHasItsParametersAndMultiplyAdds(String name, long parameters, long multiplyAdds) {
        ModelSummary summary = summary(name);

        assertThat(summary.parameters()).isEqualTo(parameters);
        assertThat(summary.multiplyAdds()).isEqualTo(multiplyAdds);
    }

    private static ModelSummary summary(String name) {
        MambaOutConfig config = ModelZoo.config(name);
        return ModelSummary.of(config, config.inputShape());
    }

    @Test
    void namesBeginWithTheSmallestModel() {
        assertThat(ModelZoo.names())
                .hasSize(11)
                .isSortedAccordingTo(
                        Comparator.comparingLong(name -> summary(name).parameters()));
    }

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
