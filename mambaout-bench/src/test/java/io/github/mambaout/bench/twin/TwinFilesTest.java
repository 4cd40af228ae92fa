package io.github.mambaout.bench.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"attention", "linear-attention", "nc-ssd:bidirectional"})
    void aSavedTwinPredictsWhatItDidBefore(String mixer) {
        MambaOutConfig config = MambaOutConfig.builder()
                .name("twin")
                .depths(List.of(1, 1))
                .dims(List.of(16, 24))
                .numClasses(3)
                .imgSize(32)
                .tokenMixer(mixer)
                .build();
        MambaOut model = MambaOut.create(config, 4);
        Path file = folder.resolve("twin.safetensors");
        ModelFile.save(
                file, model, new ModelMetadata(config, List.of(), Preprocessing.imageNet(32), Provenance.unknown()));
        MambaOut loaded = ModelFile.load(file).model();
        assertThat(loaded.config().tokenMixer()).isEqualTo(mixer);
        assertThat(logits(loaded)).containsExactly(logits(model));
    }

    private static float[] logits(MambaOut model) {
        Tensor pictures = Formula.pictures("twin", 2, 3, 32, 32);
        try (Execution execution = Execution.on(Compute.shared())) {
            return model.forward(pictures, execution).toArray();
        }
    }
}
