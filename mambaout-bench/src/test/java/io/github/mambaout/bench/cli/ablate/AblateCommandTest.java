package io.github.mambaout.bench.cli.ablate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.train.cli.CommandExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AblateCommandTest {
    /** Trained within a second. */
    private static final List<String> TINY = List.of(
            "--depths",
            "1,1",
            "--dims",
            "8,16",
            "--batch-size",
            "16",
            "--warmup",
            "1",
            "--budget",
            "3updates",
            "--match",
            "none");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return new CommandLine(new AblateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.append(failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    private int study(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(name));
        arguments.addAll(TINY);
        if (!name.equals("long")) {
            arguments.addAll(List.of("--img-size", "28"));
        }
        arguments.addAll(List.of("--output", folder.toString()));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--seeds")) {
            arguments.addAll(List.of("--seeds", "3,4"));
        }
        return run(arguments.toArray(String[]::new));
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    }

    @Test
    void isFoundByTheCommandLine() {
        assertThat(ServiceLoader.load(CommandExtension.class)).hasAtLeastOneElementOfType(AblateCommand.class);
    }

    @Test
    void classificationComparesTheFirstMixerWithTheOthers() throws IOException {
        assertThat(study("classification", "--mixers", "gated-cnn,identity,ss2d"))
                .isZero();
        assertThat(err.toString()).isEmpty();
        JsonNode report = report();
        assertThat(report.get("runs").findValuesAsText("twin"))
                .containsExactly("gated-cnn", "identity", "ss2d", "gated-cnn", "identity", "ss2d");
        assertThat(report.get("comparisons").findValuesAsText("second")).containsExactly("identity", "ss2d");
        assertThat(report.get("runs").get(0).get("updates").asInt()).isEqualTo(3);
        assertThat(report.get("published_figures").findValuesAsText("model")).contains("VMamba-T");
        assertThat(report.get("repeat").asText())
                .contains("classification --depths 1,1", "--mixers gated-cnn,identity,ss2d");
        assertThat(out.toString())
                .contains("6 of 6 runs done", "In top-1, gated-cnn ", "Report: " + folder.resolve("report.html"));
        assertThat(folder.resolve("report.csv")).exists();
    }

    @Test
    void askedAgainItTrainsNothingAndWritesTheSameReport() throws IOException {
        study("classification", "--mixers", "gated-cnn,identity");
        byte[] page = Files.readAllBytes(folder.resolve("report.html"));
        out.getBuffer().setLength(0);
        assertThat(study("classification", "--mixers", "gated-cnn,identity")).isZero();
        assertThat(out.toString()).contains("4 of 4 runs done (4 from before)");
        assertThat(Files.readAllBytes(folder.resolve("report.html"))).isEqualTo(page);
    }

    @Test
    void tuningChoosesARecipeForEachTwinBeforeTheStudy() throws IOException {
        assertThat(study("classification", "--mixers", "gated-cnn,identity", "--tune", "2"))
                .isZero();
        JsonNode report = report();
        assertThat(report.get("tuning")).hasSize(4);
        for (JsonNode trial : report.get("tuning")) {
            if (trial.get("chosen").asBoolean()) {
                assertThat(rates(report, trial.get("twin").asText()))
                        .containsOnly(trial.get("lr").asDouble());
            }
        }
        assertThat(folder.resolve("tuning/results")).isDirectory();
    }

    private static List<Double> rates(JsonNode report, String twin) {
        List<Double> rates = new ArrayList<>();
        for (JsonNode run : report.get("runs")) {
            if (run.get("twin").asText().equals(twin)) {
                rates.add(run.get("config").get("lr").asDouble());
            }
        }
        return rates;
    }

    @Test
    void twinsAreMatchedWithTheFirst() throws IOException {
        assertThat(run(
                        ("classification --mixers gated-cnn,vim --seeds 3,4 --depths 1,1 --dims 24,48 --img-size 28 --batch-size 16"
                                        + " --warmup 1 --budget 3updates --match multiply-adds --output " + folder)
                                .split(" ")))
                .isZero();
        JsonNode runs = report().get("runs");
        double share = runs.get(1).get("multiply_adds").asDouble()
                / runs.get(0).get("multiply_adds").asDouble();
        assertThat(share).isBetween(0.98, 1.02);
        assertThat(runs.get(1).get("config").get("dims"))
                .isNotEqualTo(runs.get(0).get("config").get("dims"));
    }

    @Test
    void aModelByNameHasItsOwnSizes() throws IOException {
        assertThat(run(
                        "twins",
                        "--model",
                        "mambaout_femto",
                        "--img-size",
                        "224",
                        "--match",
                        "none",
                        "--mixers",
                        "gated-cnn,identity",
                        "--output",
                        folder.toString()))
                .isZero();
        assertThat(out.toString()).contains("48-96-192-288");
    }

    @Test
    void seedsMayBeAdded() throws IOException {
        study("classification", "--mixers", "gated-cnn,identity");
        assertThat(study("classification", "--mixers", "gated-cnn,identity", "--seeds", "3,4,5"))
                .isZero();
        assertThat(out.toString()).contains("4 of 6 runs done (4 from before)");
        assertThat(report().get("runs")).hasSize(6);
    }

    @Test
    void causalComparesWithinPairs() throws IOException {
        assertThat(study("causal", "--pairs", "attention/causal-attention,nc-ssd:non-causal/nc-ssd:causal"))
                .isZero();
        assertThat(report().get("comparisons").findValuesAsText("first"))
                .containsExactly("attention", "nc-ssd:non-causal");
        assertThat(report().get("comparisons").findValuesAsText("second"))
                .containsExactly("causal-attention", "nc-ssd:causal");
    }

    @Test
    void kernelVariesSizeAndRatio() throws IOException {
        assertThat(study("kernel", "--kernel-sizes", "7,3", "--conv-ratios", "1,0.5"))
                .isZero();
        assertThat(report().get("comparisons").findValuesAsText("second"))
                .containsExactly("kernel 3, ratio 1.0", "kernel 7, ratio 0.5", "kernel 3, ratio 0.5");
        JsonNode options = report().get("runs").get(3).get("config").get("model-options");
        assertThat(options.get("kernel_size").asText()).isEqualTo("3");
        assertThat(options.get("conv_ratio").asText()).isEqualTo("0.5");
    }

    @Test
    void longComparesMixersAtEachResolution() throws IOException {
        assertThat(study("long", "--sizes", "32,24", "--mixers", "gated-cnn,identity", "--task", "train=48,val=8"))
                .isZero();
        assertThat(err.toString()).isEmpty();
        JsonNode report = report();
        assertThat(report.get("comparisons").findValuesAsText("first"))
                .containsExactly("identity at 24", "identity at 32");
        assertThat(report.get("comparisons").findValuesAsText("second"))
                .containsExactly("gated-cnn at 24", "gated-cnn at 32");
        assertThat(report.get("runs").get(0).get("config").get("data").asText())
                .isEqualTo("pathfinder:24,train=48,val=8,shortest=4,dashes=4,distractors=0,turn=35,seed=0");
        assertThat(report.get("resolutions").get("sentences")).hasSize(3);
        assertThat(out.toString()).contains("At 24 pixels (6x6 tokens, paths of up to 4 dashes)", "At 32 pixels");
    }

    @Test
    void longDrawsItsOwnPictures() {
        assertThat(study("long", "--data", "fashion-mnist:bundled")).isEqualTo(2);
        assertThat(err.toString()).contains("this study draws its own pictures; give --sizes and --task");
        assertThat(study("long", "--task", "colour=3")).isEqualTo(1);
        assertThat(err.toString()).contains("'colour=3' in 'pathfinder:32,colour=3' is no option of pathfinder");
    }

    @Test
    void anUnknownMixerIsRefusedWithNearNames() {
        assertThat(study("classification", "--mixers", "gated-cnn,ssm:cros")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no token mixer 'ssm:cros'. Did you mean ssm:cross");
    }

    @Test
    void anUnknownMatchingIsRefusedWithAllThereAre() {
        assertThat(study("classification", "--match", "weight")).isEqualTo(2);
        assertThat(err.toString())
                .contains("Twins can be matched in parameters, multiply-adds, time, none, but not in 'weight'");
    }

    @Test
    void aSeedGivenTwiceIsRefused() {
        assertThat(study("classification", "--seeds", "3,3")).isEqualTo(2);
        assertThat(err.toString()).contains("--seeds has a seed twice");
    }

    @Test
    void oneSeedIsRefusedWithAReason() {
        assertThat(study("classification", "--seeds", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("--seeds has one seed, but an interval needs at least two");
    }

    @Test
    void aBudgetThatEndsInTheWarmUpIsRefused() {
        assertThat(study("classification", "--warmup", "3")).isEqualTo(1);
        assertThat(err.toString()).contains("The budget is too small: it leaves 3 updates", "Give a larger --budget");
    }

    @Test
    void anotherStudyInTheFolderIsRefused() {
        study("kernel", "--kernel-sizes", "7,3", "--conv-ratios", "1");
        assertThat(study("kernel", "--kernel-sizes", "7,3", "--conv-ratios", "1", "--margin", "0.5"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("holds a study with margin '0.01', not '0.5'", "--output");
    }

    @Test
    void emptyDataAreRefused() throws IOException {
        Files.createDirectories(folder.resolve("data/train"));
        assertThat(study("classification", "--data", "folder:" + folder.resolve("data")))
                .isEqualTo(1);
        assertThat(err.toString()).contains(folder.resolve("data").toString());
    }

    @Test
    void pairsNeedTwoNames() {
        assertThat(study("causal", "--pairs", "attention")).isEqualTo(2);
        assertThat(err.toString()).contains("but has 'attention'");
    }

    @Test
    void withoutAStudyItNamesThem() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Which study? There are", "classification", "causal", "kernel");
    }
}
