package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills runs at random instants and starts them again, each time with another number of threads and workers, until they are done.
 * Everything that draws random numbers or keeps state is on.
 */
@Tag("slow")
class KilledRunTest {
    private static final int KILLS = 20;
    private static final int UPDATES = 420;
    /** Enough for every moment of several updates, an evaluation and a checkpoint. */
    private static final int LONGEST_DELAY = 150;

    private static final int[] THREADS = {1, 2};
    private static final int[] WORKERS = {1, 4};

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private String folders;
    private String shards;

    @BeforeEach
    void writePictures() throws IOException {
        folders = NoisyPictures.inFolders(folder.resolve("folders"));
        shards = NoisyPictures.inShards(folder.resolve("shards"));
    }

    @Test
    void runFromFoldersEndsWithTheSameBytes() throws IOException, InterruptedException {
        Path whole = neverKilled(folders);
        assertEqualWeights(killed(folders), whole);
    }

    @Test
    void runFromShardsEndsWithTheSameBytes() throws IOException, InterruptedException {
        Path whole = neverKilled(shards);
        assertEqualWeights(killed(shards), whole);
    }

    private void assertEqualWeights(Path killed, Path whole) {
        for (String file : List.of("last.safetensors", "best.safetensors")) {
            assertThat(killed.resolve(file)).as("seed %d", seed).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    private Path neverKilled(String data) throws IOException, InterruptedException {
        Path output = folder.resolve("whole");
        try (TrainingProcess process = TrainingProcess.start(arguments(data, output, 1, 1))) {
            assertThat(process.exitCode()).as(process.printed()).isZero();
        }
        return output;
    }

    private Path killed(String data) throws IOException, InterruptedException {
        Path output = folder.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            try (TrainingProcess process = start(data, output, kill)) {
                // Some are killed before their first update: while they read the checkpoint, or write the files anew.
                if (kill % 5 < 4) {
                    process.awaitUpdate((long) UPDATES * (kill + 1) / (KILLS + 1));
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(kill % 5 < 4 ? LONGEST_DELAY : 10 * LONGEST_DELAY));
                process.kill();
                assertThat(process.printed())
                        .as("seed %d, kill %d", seed, kill)
                        .doesNotContain("mambaout:", "ERROR", "damaged");
            }
        }
        try (TrainingProcess process = start(data, output, KILLS)) {
            assertThat(process.exitCode()).as(process.printed()).isZero();
            assertThat(process.printed()).contains("Going on after update");
        }
        return output;
    }

    private static TrainingProcess start(String data, Path output, int number) throws IOException {
        return TrainingProcess.start(arguments(
                data, output, THREADS[number % THREADS.length], WORKERS[number / THREADS.length % WORKERS.length]));
    }

    private static List<String> arguments(String data, Path output, int threads, int workers) {
        List<String> arguments = new ArrayList<>(List.of(
                "--data=" + data,
                "--output=" + output,
                "--threads=" + threads,
                "--workers=" + workers,
                "--model=mambaout_femto",
                "--depths=1,1",
                "--dims=8,16",
                "--img-size=16",
                "--batch-size=4",
                "--grad-accum-steps=2",
                "--max-updates=" + UPDATES,
                "--warmup=20",
                "--drop-path=0.2",
                "--mixup=0.8",
                "--cutmix=1",
                "--aa=rand-m9-mstd0.5-inc1",
                "--reprob=0.25",
                "--model-ema",
                "--model-ema-decay=0.9",
                "--log-every=1",
                "--checkpoint-every=5"));
        return arguments;
    }
}
