package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.train.LayeredConfig;
import io.github.mambaout.train.RunForecast;
import io.github.mambaout.train.RunLength;
import io.github.mambaout.train.StepMemory;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.recipe.Recipes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTextTest {
    @TempDir
    private Path folder;

    private final StringWriter text = new StringWriter();

    private static LayeredConfig.Resolved tiny(Map<String, ?> flags) {
        return LayeredConfig.ofDefaults()
                .withRecipe(Recipes.named("mambaout-tiny"))
                .with(LayeredConfig.COMMAND_LINE, flags)
                .resolve();
    }

    /** Every row of the paper's recipe for ImageNet-1k. */
    @Test
    void thePapersRecipeIsPrintedValueByValue() {
        new DryRunText(new PrintWriter(text, true)).printSettings(tiny(Map.of()));
        Map<String, String> printed = text.toString()
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.trim().split("\\s+", 3))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1] + " from " + parts[2]));
        Map<String, String> paper = Map.ofEntries(
                Map.entry("epochs", "300"),
                Map.entry("cooldown-epochs", "10"),
                Map.entry("batch-size", "128"),
                Map.entry("grad-accum-steps", "32"),
                Map.entry("lr-base", "0.001"),
                Map.entry("lr-base-size", "1024"),
                Map.entry("lr-base-scale", "linear"),
                Map.entry("sched", "cosine"),
                Map.entry("sched-on-updates", "false"),
                Map.entry("warmup-epochs", "20"),
                Map.entry("warmup-lr", "1.0E-6"),
                Map.entry("warmup-prefix", "false"),
                Map.entry("min-lr", "1.0E-5"),
                Map.entry("opt", "adamw"),
                Map.entry("opt-betas", "[0.9,0.999]"),
                Map.entry("opt-eps", "1.0E-8"),
                Map.entry("weight-decay", "0.05"),
                Map.entry("model-ema", "false"),
                Map.entry("clip-grad", "0.0"),
                Map.entry("layer-decay", "1.0"),
                Map.entry("drop", "0.0"),
                Map.entry("drop-path", "0.2"),
                Map.entry("aug-repeats", "0"),
                Map.entry("color-jitter", "[]"),
                Map.entry("img-size", "224"),
                Map.entry("train-crop-mode", "rrc"),
                Map.entry("scale", "[0.08,1.0]"),
                Map.entry("ratio", "[0.75,1.3333333333333333]"),
                Map.entry("train-interpolation", "random"),
                Map.entry("flip", "0.5"),
                Map.entry("aa", "rand-m9-mstd0.5-inc1"),
                Map.entry("mixup", "0.8"),
                Map.entry("cutmix", "1.0"),
                Map.entry("mixup-prob", "1.0"),
                Map.entry("mixup-switch-prob", "0.5"),
                Map.entry("mixup-mode", "batch"),
                Map.entry("label-smoothing", "0.1"),
                Map.entry("bce-loss", "false"),
                Map.entry("reprob", "0.25"),
                Map.entry("remode", "pixel"),
                Map.entry("recount", "1"),
                Map.entry("re-area", "[0.02,0.3333333333333333]"),
                Map.entry("re-aspect", "[0.3,3.3333333333333335]"),
                Map.entry("re-attempts", "10"),
                Map.entry("crop-pct", "1.0"),
                Map.entry("interpolation", "bicubic"),
                Map.entry("eval-metric", "top1"),
                Map.entry("checkpoint-hist", "10"),
                Map.entry("model", "mambaout_tiny"));
        paper.forEach((name, value) -> assertThat(printed).containsEntry(name, value + " from recipe mambaout-tiny"));
        assertThat(printed).containsEntry("seed", "0 from default");
    }

    @Test
    void forecastTellsWhenTheRunEnds() {
        TrainingConfig config = tiny(Map.of("epochs", "400")).config();
        RunForecast forecast = new RunForecast(
                "mambaout_tiny",
                26_549_416,
                224,
                1000,
                1_281_167,
                50_000,
                Optional.of(new RunLength(96_720, 312)),
                Optional.empty(),
                310,
                List.of(new RunForecast.Rate(20, 3.956404e-3)),
                new StepMemory(10_000_000_000L, 400_000_000),
                new RunForecast.Times(16, 0.5, 0.1, 0.002, 0.001, 812),
                20_000,
                20,
                128.1,
                100);
        new DryRunText(new PrintWriter(text, true))
                .print(forecast, config, ZonedDateTime.of(2030, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC));
        assertThat(text.toString())
                .contains("mambaout_tiny, 26,549,416 parameters, input 224x224, 1,000 classes")
                .contains("1,281,167 to train on, 50,000 to judge by")
                .contains("96,720 updates of 4,096 pictures, 312 an epoch")
                .contains("0.004000 at most")
                .contains("epoch 20    3.956404e-03")
                .contains("10000 MB for feature maps, 400 MB for weights, gradients and moments")
                .contains("812 pictures per second on 2 workers")
                .contains("2 min 8 s, 32.0 pictures per second: an update takes long")
                .contains("from micro-batches of 16 pictures in 0.500 s")
                .contains("20,000 are computed once, in 20 s, and kept")
                // Features in 20 s, 96,720 updates of 128.1 s and 310 evaluations of 100 s are 12,420,852 s.
                .contains("2030-05-25 06:14 after 143 d 18 h");
    }

    @Test
    void commandForecastsAndWritesNothing() throws IOException {
        Path pictures = SmallPictures.writeFolder(folder.resolve("pictures"));
        Path output = folder.resolve("run");
        List<String> small = List.of(
                "train",
                "--data=folder:" + pictures,
                "--depths=1,1",
                "--dims=8,16",
                "--img-size=16",
                "--epochs=2",
                "--warmup=1",
                "--dry-run",
                "--output=" + output);
        CommandRun run = CommandRun.of(with(small, "--batch-size=4"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("epochs +2 +command line")
                .containsPattern("seed +0 +default")
                .contains("Network  ", "Update  ", "End  ");
        CommandRun refused = CommandRun.of(with(small, "--batch-size=4000"));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out())
                .contains("the run would not begin: folder:")
                .contains("do not fill one batch of 4000");
        assertThat(output).doesNotExist();
    }

    private static String[] with(List<String> arguments, String more) {
        return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
    }
}
