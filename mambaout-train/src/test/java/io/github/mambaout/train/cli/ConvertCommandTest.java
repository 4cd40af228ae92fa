package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.ElementType;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertCommandTest {
    @TempDir
    private Path folder;

    private Path source;
    private Path target;

    @BeforeEach
    void saveAModel() {
        MambaOutConfig config = MambaOutConfig.builder()
                .name("small")
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .numClasses(5)
                .imgSize(32)
                .build();
        source = folder.resolve("in.safetensors");
        target = folder.resolve("new/out.safetensors");
        ModelFile.save(source, MambaOut.create(config, 3), ModelMetadata.of(config));
    }

    @Test
    void saysWhatWasConvertedIntoWhat() throws IOException {
        CommandRun run = CommandRun.of("convert", source.toString(), target.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        long parameters = ModelFile.load(source).model().parameters().count();
        String size = String.format(Locale.ROOT, "%.1f kB", Files.size(source) / 1000.0);
        assertThat(run.out().lines())
                .containsExactly(
                        String.format(Locale.ROOT, "small: %,d parameters, 5 classes", parameters),
                        source + " (" + size + ") -> " + target + " (" + size + ", F32)");
        assertThat(target).hasSameBinaryContentAs(source);
    }

    @ParameterizedTest
    @CsvSource({"--dtype=f32, F32", "--dtype=f16, F16", "--half, F16", "--dtype=BF16, BF16"})
    void weightsAreStoredInTheTypeThatIsAskedFor(String option, ElementType type) {
        assertThat(CommandRun.of("convert", option, source.toString(), target.toString())
                        .exitCode())
                .isZero();
        try (SafetensorsFile file = SafetensorsFile.open(target)) {
            assertThat(file.tensors().values())
                    .isNotEmpty()
                    .allSatisfy(tensor -> assertThat(tensor.type()).isEqualTo(type));
        }
    }

    @Test
    void parametersGetThePapersNames() {
        assertThat(CommandRun.of("convert", source.toString(), target.toString(), "--naming=paper")
                        .exitCode())
                .isZero();
        try (SafetensorsFile file = SafetensorsFile.open(target)) {
            assertThat(file.tensors())
                    .containsKeys("downsample_layers.0.conv1.weight", "stages.1.0.fc1.bias", "norm.bias");
        }
    }

    @Test
    void unknownTypeIsWrongUsage() {
        CommandRun run = CommandRun.of("convert", source.toString(), target.toString(), "--dtype=int8");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.sentence()).contains("int8", "BF16");
    }

    @Test
    void unknownModelIsWrongUsageWithNearNames() {
        CommandRun run = CommandRun.of("convert", source.toString(), target.toString(), "--model=mambaout_fempto");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.sentence()).contains("mambaout_fempto", "Did you mean mambaout_femto");
    }

    @Test
    void averagedWeightsOfAFileWithoutThemAreMissed() {
        CommandRun run = CommandRun.of("convert", source.toString(), target.toString(), "--ema");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains(source.toString(), "--ema");
        assertThat(target).doesNotExist();
    }

    @Test
    void fileThatIsNotThereIsSaidToBeMissing() throws IOException {
        Path absent = folder.resolve("absent.pth");
        CommandRun run = CommandRun.of("convert", absent.toString(), source.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains(absent.toString(), "there is no such file");
    }

    @Test
    void fileIsNotConvertedIntoItself() throws IOException {
        byte[] before = Files.readAllBytes(source);
        CommandRun run = CommandRun.of("convert", "--half", source.toString(), source.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains("is the file that is to be converted");
        assertThat(source).hasBinaryContent(before);
    }
}
