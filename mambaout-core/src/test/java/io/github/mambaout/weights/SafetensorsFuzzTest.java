package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFuzzTest {
    @TempDir
    static Path folder;

    @FuzzTest
    void readsOrRefuses(byte[] content) throws IOException {
        Path path = folder.resolve("fuzzed.safetensors");
        Files.write(path, content);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            file.tensors().forEach((name, stored) -> {
                if (stored.type().readsAsFloats()) {
                    file.tensor(name).toArray();
                }
            });
        } catch (WeightFileException e) {
            assertThat(e).hasMessageStartingWith(path.toString());
        }
    }
}
