package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
    @Test
    void tellsWhatComputesHereAndWhy() {
        CommandRun run = CommandRun.of("info");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(KernelProviders.selected().kernels().name() + ": "
                        + KernelProviders.selected().reason())
                .contains(System.getProperty("java.version"))
                .contains("threads")
                .contains("vector width");
    }

    @Test
    void tellsWhatAFileHolds(@TempDir Path folder) {
        MambaOutConfig config = MambaOutConfig.builder()
                .name("small")
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .numClasses(2)
                .imgSize(32)
                .build();
        MambaOut model = MambaOut.create(config, 0);
        Path file = folder.resolve("small.safetensors");
        ModelFile.save(
                file,
                model,
                new ModelMetadata(
                        config,
                        List.of("cat", "dog"),
                        Preprocessing.imageNet(32),
                        Provenance.here("folder:pets", Map.of("lr", "0.5", "weights", ""), 7)));
        CommandRun run = CommandRun.of("info", "--weights=" + file);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        String.format(Locale.ROOT, "%,d in ", model.parameters().count()))
                .contains("(safetensors)", "(F32), named as in timm")
                .doesNotContain("averaged", "assumed")
                .containsPattern("told by +what the file says of itself")
                .contains("small, depths [1, 1], dims [8, 16]")
                .contains("2: cat, dog")
                .contains("32x32")
                .contains("folder:pets, seed 7")
                .containsPattern("lr +0.5");
    }
}
