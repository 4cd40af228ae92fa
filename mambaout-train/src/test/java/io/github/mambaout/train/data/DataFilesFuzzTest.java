package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sets from elsewhere are read, or refused by the name of their file. */
class DataFilesFuzzTest {
    @FuzzTest
    void shard(byte[] content) throws IOException {
        readsOrRefuses("shards:", "fuzzed.tar", content);
    }

    @FuzzTest
    void list(byte[] content) throws IOException {
        readsOrRefuses("list:", "fuzzed.jsonl", content);
    }

    private static void readsOrRefuses(String kind, String name, byte... content) throws IOException {
        Path folder = Files.createTempDirectory("mambaout-fuzz");
        Path file = Files.write(folder.resolve(name), content);
        try {
            DataSet training = DataSets.open(kind + file).training();
            training.sample(0);
            assertThat(training.size()).isPositive();
        } catch (DataException e) {
            assertThat(e).hasMessageContaining(name);
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }
}
