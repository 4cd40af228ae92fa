package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeterminismTest {
    @TempDir
    Path folder;

    @Test
    void weightsHaveTheSameBytesOnAnyNumberOfThreads() throws IOException {
        byte[] alone = weights("alone", 0, 1);
        assertThat(weights("two", 0, 2)).isEqualTo(alone);
        assertThat(weights("three", 0, 3)).isEqualTo(alone);
        assertThat(weights("five", 0, 5)).isEqualTo(alone);
        assertThat(weights("sixteen", 0, 16)).isEqualTo(alone);
        assertThat(weights("many-workers", 0, 2, 5)).isEqualTo(alone);
    }

    @Test
    void oneSeedGivesOneResultAndAnotherSeedAnother() throws IOException {
        byte[] first = weights("first", 0, 2);
        assertThat(weights("again", 0, 2)).isEqualTo(first);
        assertThat(weights("other", 1, 2)).isNotEqualTo(first);
    }

    private byte[] weights(String name, long seed, int threads) throws IOException {
        return weights(name, seed, threads, 1);
    }

    /** Forty updates with everything that draws random numbers. */
    private byte[] weights(String name, long seed, int threads, int workers) throws IOException {
        Path output = folder.resolve(name);
        Trainer.builder()
                .model("mambaout_femto")
                .depths(List.of(1, 1))
                .dims(List.of(12, 20))
                .imgSize(16)
                .batchSize(16)
                .maxUpdates(40)
                .warmup(5)
                .dropPath(0.3)
                .clipGrad(1)
                .seed(seed)
                .threads(threads)
                .workers(workers)
                .output(output.toString())
                .build()
                .run();
        return Files.readAllBytes(output.resolve("last.safetensors"));
    }
}
