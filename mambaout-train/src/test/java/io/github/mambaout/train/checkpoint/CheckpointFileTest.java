package io.github.mambaout.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.SavedModel;
import io.github.mambaout.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
    @TempDir
    Path folder;

    private final Checkpoint checkpoint = SmallCheckpoint.after(7);
    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("c.safetensors");
        CheckpointFile.write(file, checkpoint);
    }

    @Test
    void everythingComesBack() {
        Checkpoint read = CheckpointFile.read(file);
        assertThat(read.updates()).isEqualTo(7);
        assertThat(read.optimizerUpdates()).isEqualTo(7);
        assertThat(read.model()).isEqualTo(checkpoint.model());
        assertThat(read.settings()).isEqualTo(checkpoint.settings());
        assertThat(read.history()).isEqualTo(checkpoint.history());
        assertThat(read.weights().toArray()).isEqualTo(checkpoint.weights().toArray());
        assertThat(read.averaged().orElseThrow().toArray())
                .isEqualTo(checkpoint.averaged().orElseThrow().toArray());
        assertThat(read.optimizer().keySet()).containsExactlyInAnyOrder("first_moment", "second_moment");
        checkpoint
                .optimizer()
                .forEach((name, moment) ->
                        assertThat(read.optimizer().get(name).toArray()).isEqualTo(moment.toArray()));
    }

    @Test
    void runWithoutAverageHasNoneAfterwards() {
        Checkpoint plain = new Checkpoint(
                0, checkpoint.model(), Map.of(), "", checkpoint.weights(), Optional.empty(), 0, Map.of());
        CheckpointFile.write(file, plain);
        assertThat(CheckpointFile.read(file).averaged()).isEmpty();
        assertThat(CheckpointFile.read(file).optimizer()).isEmpty();
    }

    @Test
    void equalCheckpointsAreEqualBytes() {
        Path other = folder.resolve("other.safetensors");
        CheckpointFile.write(other, CheckpointFile.read(file));
        assertThat(other).hasSameBinaryContentAs(file);
    }

    @Test
    void itIsAWeightFileForEverybodyElse() {
        SavedModel model = ModelFile.load(file);
        assertThat(model.metadata()).isEqualTo(checkpoint.model());
        assertThat(model.model().parameters().flat().toArray())
                .isEqualTo(checkpoint.weights().toArray());
    }

    @Test
    void flippedBitIsFoundWhereverItIs() throws IOException {
        byte[] intact = Files.readAllBytes(file);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            int bit = random.nextInt(8 * intact.length);
            byte[] damaged = intact.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            assertThatThrownBy(() -> CheckpointFile.read(file))
                    .as("seed %d, bit %d", seed, bit)
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining("c.safetensors");
        }
    }

    @Test
    void fileThatWasCutShortOrIsAnotherOneIsRefused() throws IOException {
        byte[] intact = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(intact, intact.length - 100));
        assertThatThrownBy(() -> CheckpointFile.read(file))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("cut short");
        ModelFile.save(file, ModelFile.load(saved()).model(), checkpoint.model());
        assertThatThrownBy(() -> CheckpointFile.read(file))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("no checksum");
    }

    private Path saved() {
        Path other = folder.resolve("other.safetensors");
        CheckpointFile.write(other, checkpoint);
        return other;
    }
}
