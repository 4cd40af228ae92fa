package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.report.MetricsHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Labels and figures from elsewhere are read, or refused by the name of their file. */
class FiguresFuzzTest {
    @FuzzTest
    void realLabels(byte[] content) throws IOException {
        Path file = Files.write(Files.createTempFile("real", ".json"), content);
        try {
            RealLabels.read(file, 1000).of("ILSVRC2012_val_00000001.JPEG");
        } catch (DataException e) {
            assertThat(e).hasMessageContaining(file.toString());
        } finally {
            Files.delete(file);
        }
    }

    @FuzzTest
    void metrics(byte[] content) {
        try {
            MetricsHistory.parse(new String(content, StandardCharsets.UTF_8), "metrics.jsonl");
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("metrics.jsonl");
        }
    }
}
