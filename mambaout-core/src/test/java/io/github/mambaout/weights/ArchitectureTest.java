package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.MambaOutConfig.DownsampleOrder;
import io.github.mambaout.model.MambaOutConfig.HeadKind;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    static Stream<MambaOutConfig> networksOfOnesOwn() {
        MambaOutConfig.Builder paper =
                MambaOutConfig.builder().depths(List.of(1, 1, 2, 1)).dims(List.of(16, 32, 48, 64));
        MambaOutConfig.Builder rw = MambaOutConfig.builder()
                .depths(List.of(2, 1))
                .dims(List.of(24, 40))
                .stemMidNorm(false)
                .downsample(DownsampleOrder.CONV_NF)
                .headFn(HeadKind.NORM_MLP)
                .lsInitValue(1e-5);
        MambaOutConfig own = paper.build();
        MambaOutConfig later = rw.build();
        return Stream.of(
                own,
                own.toBuilder().numClasses(10).inChans(1).kernelSize(5).build(),
                own.toBuilder().numClasses(0).build(),
                own.toBuilder().expansionRatio(2.2).convRatio(0.75).build(),
                own.toBuilder().depths(List.of(1)).dims(List.of(10)).build(),
                own.toBuilder().dims(List.of(16, 16, 16, 16)).build(),
                own.toBuilder().stemMidNorm(false).build(),
                later,
                later.toBuilder().dims(List.of(24, 24)).build(),
                later.toBuilder().lsInitValue(0).build(),
                later.toBuilder().expansionRatio(2.5).convRatio(1.25).build(),
                later.toBuilder()
                        .expansionRatio(3)
                        .convRatio(1.5)
                        .actLayer(Activation.SILU)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("networksOfOnesOwn")
    void everySizeIsSeenInTheParameters(MambaOutConfig config) {
        Architecture seen = Architecture.of(MambaOut.parameterShapes(config)).orElseThrow();
        assertThat(seen).isEqualTo(Architecture.of(config));
        assertThat(seen.published()).isEmpty();
        assertThat(seen.inferred()).contains(config);
    }

    static Stream<MambaOutConfig> publishedModels() {
        return ModelZoo.names().stream().map(ModelZoo::config);
    }

    @ParameterizedTest
    @MethodSource("publishedModels")
    void publishedModelIsKnownByItsParameters(MambaOutConfig config) {
        Architecture seen = Architecture.of(MambaOut.parameterShapes(config)).orElseThrow();
        assertThat(seen.published()).contains(config);
        assertThat(seen.describe()).isEqualTo(config.name());
    }

    @Test
    void widthsThatAreNoCommonMultipleGiveNoConfiguration() {
        Map<String, Shape> shapes = new HashMap<>(
                MambaOut.parameterShapes(networksOfOnesOwn().findFirst().orElseThrow()));
        shapes.put("stages.1.blocks.0.fc1.weight", Shape.of(2 * 100, 32));
        assertThat(Architecture.of(shapes).orElseThrow().inferred()).isEmpty();
    }

    @Test
    void firstParameterThatIsMissingIsNamed() {
        Map<String, Shape> shapes = new HashMap<>(
                MambaOut.parameterShapes(networksOfOnesOwn().findFirst().orElseThrow()));
        assertThat(Architecture.missing(shapes)).isEmpty();
        shapes.remove("stages.2.blocks.0.conv.weight");
        assertThat(Architecture.of(shapes)).isEmpty();
        assertThat(Architecture.missing(shapes)).contains("stages.2.blocks.0.conv.weight");
    }
}
