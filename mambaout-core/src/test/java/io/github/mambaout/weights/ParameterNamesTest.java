package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.model.MambaOut;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterNamesTest {
    private static final Path FILE = Path.of("some.pth");

    /** Made from both implementations' state dicts: the paper's names of mambaout_femto to timm's. */
    private static Map<String, String> femtoByPaperName() throws IOException {
        try (InputStream in = ParameterNamesTest.class.getResourceAsStream("/weights/femto-names.json")) {
            return new ObjectMapper().readValue(in, new TypeReference<>() {});
        }
    }

    @Test
    void everyNameOfThePaperIsKnownToBeTimms() throws IOException {
        Map<String, String> femto = femtoByPaperName();
        ParameterNames names = ParameterNames.of(FILE, femto.keySet());
        assertThat(names.naming()).isEqualTo(ParameterNaming.PAPER);
        assertThat(names.prefix()).isEmpty();
        assertThat(names.stored()).hasSameSizeAs(femto);
        femto.forEach((paper, timm) -> {
            assertThat(names.stored()).containsEntry(timm, paper);
            assertThat(ParameterNaming.PAPER.ofTimm(timm)).contains(paper);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mambaout_femto", "test_mambaout"})
    void timmsNamesStayAsTheyAre(String model) {
        List<String> own =
                List.copyOf(MambaOut.create(model).parameters().byName().keySet());
        ParameterNames names = ParameterNames.of(FILE, own);
        assertThat(names.naming()).isEqualTo(ParameterNaming.TIMM);
        assertThat(names.stored().keySet()).containsExactlyElementsOf(own);
        assertThat(names.stored().values()).containsExactlyElementsOf(own);
    }

    /** Eleven stages and more: a number has any number of digits. */
    @Test
    void depthsAndStagesMayBeAnyNumber() {
        ParameterNames names = ParameterNames.of(
                FILE,
                List.of(
                        "downsample_layers.0.conv1.weight",
                        "downsample_layers.12.norm.bias",
                        "stages.12.345.ls.gamma"));
        assertThat(names.stored().keySet())
                .containsExactly(
                        "stem.conv1.weight", "stages.12.downsample.norm.bias", "stages.12.blocks.345.ls.gamma");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "module.",
                "model.",
                "_orig_mod.",
                "module._orig_mod.",
                "_orig_mod.module.",
                "model.module._orig_mod.model."
            })
    void prefixesOfAllParametersAreTakenOff(String prefix) throws IOException {
        Map<String, String> femto = femtoByPaperName();
        for (boolean paper : new boolean[] {true, false}) {
            ParameterNames names = ParameterNames.of(
                    FILE,
                    (paper ? femto.keySet() : femto.values())
                            .stream().map(prefix::concat).toList());
            assertThat(names.prefix()).isEqualTo(prefix);
            assertThat(names.naming()).isEqualTo(paper ? ParameterNaming.PAPER : ParameterNaming.TIMM);
            assertThat(names.stored())
                    .containsEntry("head.norm.bias", prefix + (paper ? "norm.bias" : "head.norm.bias"))
                    .containsEntry("head.fc.bias", prefix + (paper ? "head.fc2.bias" : "head.fc.bias"));
        }
    }

    @Test
    void nameWithoutThePrefixOfTheOthersIsNamed() {
        assertThatThrownBy(() -> ParameterNames.of(
                        FILE, List.of("module.stem.conv1.weight", "module.stem.conv1.bias", "head.fc.bias")))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("some.pth", "parameter head.fc.bias is not understood", "the prefix module.");
    }

    @Test
    void firstNameOfTheOtherNamingIsNamed() {
        List<String> mixed = new ArrayList<>(List.of("stages.0.blocks.0.fc1.weight", "stages.0.blocks.0.fc1.bias"));
        mixed.addAll(List.of("head.fc.weight", "stages.0.1.fc1.weight", "norm.weight"));
        assertThatThrownBy(() -> ParameterNames.of(FILE, mixed))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll(
                        "some.pth", "parameter stages.0.1.fc1.weight is not understood", "3 others", "timm");
    }

    @Test
    void parametersOfAnotherNetworkAreSaidToBeNoMambaOut() {
        assertThatThrownBy(() -> ParameterNames.of(FILE, List.of("layer1.0.conv1.weight", "fc.bias")))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("some.pth", "no MambaOut", "layer1.0.conv1.weight");
    }
}
