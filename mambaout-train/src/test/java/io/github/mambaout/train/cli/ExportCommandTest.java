package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhatWasExportedAndWhere() throws IOException {
        Path weights = SmallWeights.write(folder.resolve("small.safetensors"), "a", "b", "c");
        Path target = folder.resolve("new/small.onnx");
        CommandRun run = CommandRun.of("export", "--weights", weights.toString(), target.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        String megabytes = String.format(Locale.ROOT, "%.1f MB", Files.size(target) / 1e6);
        assertThat(run.out())
                .startsWith("small: pictures [batch, 3, 32, 32], ")
                .contains(" parameters -> " + target + " (" + megabytes + ", opset 20)");
        assertThat(ModelProto.parseFrom(Files.readAllBytes(target)).getGraph().getName())
                .isEqualTo("small");
    }

    @Test
    void picturesOfAnySizeAreTakenWhereAskedFor() throws IOException {
        Path weights = SmallWeights.write(folder.resolve("small.safetensors"), "a", "b");
        Path target = folder.resolve("small.onnx");
        CommandRun run = CommandRun.of("export", "--dynamic-size", "--weights", weights.toString(), target.toString());
        assertThat(run.out()).contains("pictures [batch, 3, any, any]");
    }

    @Test
    void modelWithoutWeightsIsUntrained() throws IOException {
        Path target = folder.resolve("test.onnx");
        CommandRun run = CommandRun.of("export", "--model", "test_mambaout", target.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("test_mambaout, untrained: pictures [batch, 3, 160, 160]");
        assertThat(target).isNotEmptyFile();
    }

    @Test
    void nothingToExportIsWrongUsage() {
        CommandRun run = CommandRun.of("export", folder.resolve("nothing.onnx").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.sentence()).contains("--weights", "--model");
    }

    @Test
    void fileThatIsNoModelLeavesTheTargetAsItWas() throws IOException {
        Path weights = Files.writeString(folder.resolve("text.safetensors"), "no model");
        Path target = Files.writeString(folder.resolve("old.onnx"), "old");
        CommandRun run = CommandRun.of("export", "--weights", weights.toString(), target.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains(weights.toString());
        assertThat(target).hasContent("old");
    }
}
