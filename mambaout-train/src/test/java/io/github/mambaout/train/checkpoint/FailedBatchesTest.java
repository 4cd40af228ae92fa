package io.github.mambaout.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.train.checkpoint.FailedBatches.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedBatchesTest {
    @TempDir
    Path folder;

    @Test
    void picturesAreListedAndAnUpdateDoneAgainReplacesItsOwn() throws IOException {
        Path file = folder.resolve("failed.csv");
        FailedBatches batches = new FailedBatches(file);
        batches.put(
                7,
                List.of(
                        new Line(7, Double.NaN, Double.NaN, 3, "pets/a, \"b\".jpg"),
                        new Line(7, Double.NaN, Double.NaN, 1, "pets/c.jpg")));
        batches.put(9, List.of(new Line(9, 2.5, Double.POSITIVE_INFINITY, 0, "pets/d.jpg")));
        new FailedBatches(file).put(7, List.of(new Line(7, Double.NaN, Double.NaN, 4, "pets/e.jpg")));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "update,loss,gradient_norm,index,picture",
                        "9,2.5,Infinity,0,pets/d.jpg",
                        "7,NaN,NaN,4,pets/e.jpg");
        batches.put(9, List.of(new Line(9, 1, 1, 0, "a, \"b\".jpg")));
        assertThat(Files.readAllLines(file)).contains("9,1.0,1.0,0,\"a, \"\"b\"\".jpg\"");
    }
}
