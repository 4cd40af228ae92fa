package io.github.mambaout.bench.ablation.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.bench.ablation.StudyException;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.train.TrainingConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatchingTest {
    private static final List<String> MIXERS = List.of(
            "gated-cnn",
            "ssm",
            "ssm:bidirectional",
            "ssm:cross",
            "ss2d",
            "vim",
            "nc-ssd",
            "nc-ssd:causal",
            "nc-ssd:bidirectional",
            "linear-attention",
            "attention",
            "causal-attention",
            "identity");

    private static final TrainingConfig SMALL = TrainingConfig.builder()
            .depths(List.of(2, 2, 2))
            .dims(List.of(32, 64, 128))
            .mixer("gated-cnn")
            .build();

    private static final TrainingConfig TINY = TrainingConfig.builder()
            .model("mambaout_tiny")
            .imgSize(224)
            .mixer("gated-cnn")
            .build();

    private static Map<String, TrainingConfig> twins(TrainingConfig control, List<String> mixers) {
        return mixers.stream()
                .collect(Collectors.toMap(
                        mixer -> mixer,
                        mixer -> control.toBuilder().mixer(mixer).build(),
                        (first, second) -> first,
                        LinkedHashMap::new));
    }

    private static TwinCost cost(TrainingConfig config) {
        return TwinCost.of(new TwinNetworks().of(config));
    }

    private static void everyMixerHasTheSameParameters(TrainingConfig control) {
        Map<String, TrainingConfig> matched = Matching.PARAMETERS.of(control, twins(control, MIXERS));
        double target = cost(control).parameters();
        assertThat(matched.keySet()).containsExactlyElementsOf(MIXERS);
        matched.forEach((mixer, twin) -> {
            assertThat(cost(twin).parameters())
                    .as(mixer + twin.network().dims())
                    .isCloseTo((long) target, within((long) (0.01 * target)));
            assertThat(twin.toBuilder()
                            .dims(control.network().dims())
                            .mixer("gated-cnn")
                            .build())
                    .as(mixer)
                    .isEqualTo(control);
        });
    }

    private static void everyMixerHasTheSameMultiplyAdds(TrainingConfig control) {
        double target = cost(control).multiplyAdds();
        Matching.MULTIPLY_ADDS
                .of(control, twins(control, MIXERS))
                .forEach((mixer, twin) -> assertThat(cost(twin).multiplyAdds())
                        .as(mixer + twin.network().dims())
                        .isCloseTo((long) target, within((long) (0.02 * target))));
    }

    @Test
    void everyMixerHasTheSameParametersInASmallModel() {
        everyMixerHasTheSameParameters(SMALL);
    }

    @Test
    void everyMixerHasTheSameMultiplyAddsInASmallModel() {
        everyMixerHasTheSameMultiplyAdds(SMALL);
    }

    @Test
    void everyMixerHasTheSameParametersInTheTinyModel() {
        everyMixerHasTheSameParameters(TINY);
    }

    @Test
    void everyMixerHasTheSameMultiplyAddsInTheTinyModel() {
        everyMixerHasTheSameMultiplyAdds(TINY);
    }

    /** The times are made up: as many milliseconds as thousands of parameters, and a second besides. */
    @Test
    void timeIsMatchedByWhatTheTimerSays() {
        UpdateTimer timer = networks -> networks.stream()
                .map(network -> 1 + TwinCost.of(network).parameters() / 1e6)
                .toList();
        Map<String, TrainingConfig> matched = Matching.TIME.of(SMALL, twins(SMALL, List.of("ssm", "vim")), timer);
        double target = 1 + cost(SMALL).parameters() / 1e6;
        matched.forEach((mixer, twin) ->
                assertThat(1 + cost(twin).parameters() / 1e6).as(mixer).isCloseTo(target, within(0.05 * target)));
    }

    @Test
    void withoutMatchingTwinsStayAsTheyAre() {
        Map<String, TrainingConfig> twins = twins(SMALL, MIXERS);
        assertThat(Matching.NONE.of(SMALL, twins)).isEqualTo(twins);
    }

    @Test
    void theControlIsItsOwnTwin() {
        TrainingConfig odd = SMALL.toBuilder().dims(List.of(31, 63, 127)).build();
        assertThat(Matching.PARAMETERS.of(odd, Map.of("gated-cnn", odd))).containsEntry("gated-cnn", odd);
    }

    @ParameterizedTest
    @EnumSource(value = Matching.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void widthsThatCannotBeMatchedAreRefusedWithTheNearest(Matching matching) {
        TrainingConfig narrow =
                SMALL.toBuilder().depths(List.of(1)).dims(List.of(4)).imgSize(8).build();
        UpdateTimer byWidth =
                networks -> networks.stream().map(MatchingTest::secondsByWidth).toList();
        assertThatThrownBy(() -> matching.of(narrow, twins(narrow, List.of("vim")), byWidth))
                .isInstanceOf(StudyException.class)
                .hasMessageStartingWith("No widths near the proportions of [4] give vim the same ")
                .hasMessageContaining("the nearest, [")
                .hasMessageEndingWith("Give a wider control, whose steps are finer, or another matching.");
    }

    private static double secondsByWidth(MambaOutConfig network) {
        return network.tokenMixer().equals("vim")
                ? 2 * network.dims().get(0)
                : network.dims().get(0) + 1;
    }

    @Test
    void weightsFromAFileCannotBeMatched() {
        TrainingConfig twin = SMALL.toBuilder().weights("tiny.safetensors").build();
        assertThatThrownBy(() -> Matching.PARAMETERS.of(SMALL, Map.of("ssm", twin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ssm begins with tiny.safetensors, whose widths are given. Twins that are matched begin with"
                                + " weights of their own: leave the weights out, or match by none.");
    }

    @Test
    void namesAreThoseOfTheCommandLine() {
        assertThat(Stream.of(Matching.values()).map(Matching::toString))
                .containsExactly("parameters", "multiply-adds", "time", "none");
    }
}
