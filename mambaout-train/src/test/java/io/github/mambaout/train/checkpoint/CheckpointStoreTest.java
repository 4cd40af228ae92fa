package io.github.mambaout.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
    @TempDir
    Path folder;

    @Test
    void lastOnesAreKeptByTheirUpdates() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        assertThat(store.newest()).isEmpty();
        for (long updates : new long[] {0, 9, 10, 100}) {
            store.save(SmallCheckpoint.after(updates));
        }
        assertThat(files()).containsExactly("update-000000010.safetensors", "update-000000100.safetensors");
        assertThat(store.newest().orElseThrow().updates()).isEqualTo(100);
    }

    @Test
    void timesOfFilesPlayNoPart() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        Path first = store.save(SmallCheckpoint.after(1));
        Path second = store.save(SmallCheckpoint.after(2));
        // As after a clock that was set back by a year between them.
        Files.setLastModifiedTime(first, FileTime.fromMillis(1_700_000_000_000L));
        Files.setLastModifiedTime(second, FileTime.fromMillis(1_670_000_000_000L));
        assertThat(store.newest().orElseThrow().updates()).isEqualTo(2);
        store.save(SmallCheckpoint.after(3));
        assertThat(files()).containsExactly("update-000000002.safetensors", "update-000000003.safetensors");
    }

    @Test
    void damagedOneIsPassedOverAndReplacedInTime() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        store.save(SmallCheckpoint.after(100));
        damage(store.save(SmallCheckpoint.after(200)));
        assertThat(store.newest().orElseThrow().updates()).isEqualTo(100);
        store.save(SmallCheckpoint.after(150));
        assertThat(files()).containsExactly("update-000000100.safetensors", "update-000000150.safetensors");
        store.save(SmallCheckpoint.after(200));
        assertThat(store.newest().orElseThrow().updates()).isEqualTo(200);
    }

    @Test
    void onlyOneThatIsKeptIsNotTakenForADamagedOneAhead() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        store.save(SmallCheckpoint.after(100));
        damage(store.save(SmallCheckpoint.after(200)));
        new CheckpointStore(folder, 1).save(SmallCheckpoint.after(150));
        assertThat(files()).containsExactly("update-000000150.safetensors");
    }

    @Test
    void damageOfAllIsSaidWithWhatToDo() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        damage(store.save(SmallCheckpoint.after(1)));
        damage(store.save(SmallCheckpoint.after(2)));
        assertThatThrownBy(store::newest)
                .isInstanceOf(RunFolderException.class)
                .hasMessageContainingAll("update-000000001", "update-000000002", "damaged", "--fresh");
    }

    @Test
    void fullDiskKeepsTheLastGoodOnes() throws IOException {
        new CheckpointStore(folder, 1).save(SmallCheckpoint.after(1));
        CheckpointStore full = new CheckpointStore(folder, 1, (file, checkpoint) -> {
            throw new WeightFileException(file, "was not saved. No space left on device");
        });
        assertThatThrownBy(() -> full.save(SmallCheckpoint.after(2)))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("update-000000002", "No space left on device");
        assertThat(full.newest().orElseThrow().updates()).isEqualTo(1);
    }

    @Test
    void clearingRemovesCheckpointsAndNothingElse() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 3);
        store.save(SmallCheckpoint.after(1));
        store.save(SmallCheckpoint.after(2));
        Files.writeString(folder.resolve("update-of-mine.txt"), "");
        store.clear();
        assertThat(files()).containsExactly("update-of-mine.txt");
        assertThat(store.newest()).isEmpty();
    }

    @Test
    void atLeastOneMustBeKept() {
        assertThatThrownBy(() -> new CheckpointStore(folder, 0)).hasMessageContaining("At least 1");
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
