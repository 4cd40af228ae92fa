package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that may hold anything, all of it. */
final class FuzzedFile {
    private FuzzedFile() {}

    /**
     * @param path where the content is put
     * @param content any bytes
     * @throws IOException if they can't be put there
     */
    static void readsOrRefuses(Path path, byte[] content) throws IOException {
        Files.write(path, content);
        for (WeightSet set : WeightSet.values()) {
            try (WeightFile file = WeightFile.open(path, set)) {
                file.tensors().forEach((name, stored) -> {
                    if (stored.type().readsAsFloats()) {
                        assertThat(file.tensor(name).shape()).isEqualTo(stored.shape());
                    }
                });
            } catch (WeightFileException e) {
                assertThat(e).hasMessageStartingWith(path.toString());
            }
        }
    }
}
