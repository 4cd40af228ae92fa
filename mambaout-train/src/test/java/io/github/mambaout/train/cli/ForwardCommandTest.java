package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SafetensorsFile;
import io.github.mambaout.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardCommandTest {
    private static final int PICTURES = 10;
    private static final int CHANNELS = 3;
    private static final int HEIGHT = 16;
    private static final int WIDTH = 24;

    @TempDir
    private Path folder;

    private static float value(int n, int c, int y, int x) {
        return (float) Math.sin(n + 0.7 * c + 0.3 * y - 0.2 * x);
    }

    @Test
    void channelsFirstInputGivesWhatTheModelGivesForTheSamePictures() {
        MambaOutConfig config = MambaOutConfig.builder()
                .name("small")
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .numClasses(5)
                .imgSize(HEIGHT)
                .build();
        MambaOut model = MambaOut.create(config, 3);
        Path weights = folder.resolve("w.safetensors");
        ModelFile.save(weights, model, ModelMetadata.of(config));
        Tensor channelsFirst = Tensor.zeros(Shape.of(PICTURES, CHANNELS, HEIGHT, WIDTH));
        Tensor channelsLast = Tensor.zeros(Shape.of(PICTURES, HEIGHT, WIDTH, CHANNELS));
        for (int n = 0; n < PICTURES; n++) {
            for (int c = 0; c < CHANNELS; c++) {
                for (int y = 0; y < HEIGHT; y++) {
                    for (int x = 0; x < WIDTH; x++) {
                        float value = value(n, c, y, x);
                        channelsFirst.data().put(((n * CHANNELS + c) * HEIGHT + y) * WIDTH + x, value);
                        channelsLast.data().put(((n * HEIGHT + y) * WIDTH + x) * CHANNELS + c, value);
                    }
                }
            }
        }
        Path input = folder.resolve("x.safetensors");
        new SafetensorsWriter().tensor("input", channelsFirst).write(input);
        Path output = folder.resolve("y.safetensors");

        CommandRun run = CommandRun.of("forward", "--weights=" + weights, "--input=" + input, "--output=" + output);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        try (SafetensorsFile file = SafetensorsFile.open(output);
                Execution execution = Execution.on(Compute.shared())) {
            assertThat(file.tensors().keySet()).containsExactlyInAnyOrder("logits", "pre_logits", "stage0", "stage1");
            assertThat(file.tensor("logits").shape()).isEqualTo(Shape.of(PICTURES, 5));
            assertThat(file.tensor("pre_logits").shape()).isEqualTo(Shape.of(PICTURES, 64));
            assertThat(file.tensor("stage0").shape()).isEqualTo(Shape.of(PICTURES, 4, 6, 8));
            assertThat(file.tensor("stage1").shape()).isEqualTo(Shape.of(PICTURES, 2, 3, 16));
            assertThat(file.tensor("logits").toArray())
                    .containsExactly(model.forward(channelsLast, execution).toArray());
        }
    }

    @Test
    void fileWithoutInputIsRefusedWithWhatItHolds() {
        Path input = folder.resolve("x.safetensors");
        new SafetensorsWriter().tensor("picture", Tensor.zeros(Shape.of(1))).write(input);
        CommandRun run = CommandRun.of(
                "forward", "--weights=w.safetensors", "--input=" + input, "--output=" + folder.resolve("y"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence())
                .contains(input.toString())
                .contains("'input'")
                .contains("picture");
    }
}
