package io.github.mambaout.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.train.cli.CommandExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void isFoundByTheCommandLine() {
        assertThat(ServiceLoader.load(CommandExtension.class)).hasAtLeastOneElementOfType(BenchCommand.class);
    }

    @Test
    void writesALineAndARowForEveryBatchAndKind(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("new/rows.json");
        int code = run(
                "--model",
                "test_mambaout",
                "--img-size",
                "32",
                "--batch",
                "1,2",
                "--seconds",
                "0.01",
                "--json",
                file.toString());
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        JsonNode rows = new ObjectMapper().readTree(file.toFile()).get("rows");
        assertThat(rows.findValuesAsText("what")).containsExactly("forward", "training", "forward", "training");
        assertThat(rows.findValuesAsText("batch")).containsExactly("1", "1", "2", "2");
        for (JsonNode row : rows) {
            assertThat(row.get("model").asText()).isEqualTo("test_mambaout");
            assertThat(row.get("img_size").asInt()).isEqualTo(32);
            assertThat(row.get("threads").asInt()).isPositive();
            for (String figure :
                    List.of("ours_ms", "q10", "q90", "peak_gflops", "share", "images_per_s", "multiply_adds")) {
                assertThat(row.get(figure).asDouble()).as(figure).isPositive();
            }
        }
        assertThat(rows.get(0).get("planned_mb").asDouble()).isZero();
        assertThat(rows.get(1).get("planned_mb").asDouble()).isPositive();
        long forward = rows.get(0).get("multiply_adds").asLong();
        assertThat(rows.get(1).get("multiply_adds").asLong()).isEqualTo(3 * forward);
        assertThat(rows.get(2).get("multiply_adds").asLong()).isEqualTo(2 * forward);
        assertThat(out.toString().lines().filter(line -> line.startsWith("test_mambaout")))
                .hasSize(4)
                .allMatch(line -> line.endsWith("%"));
    }

    private JsonNode rows(Path file, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--model", "test_mambaout", "--img-size", "32", "--seconds", "0.01", "--json", file.toString()));
        all.addAll(List.of(arguments));
        int code = run(all.toArray(String[]::new));
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        return new ObjectMapper().readTree(file.toFile()).get("rows");
    }

    @Test
    void peerIsTimedBesideUsAndComputesTheSame(@TempDir Path folder) throws Exception {
        JsonNode rows = rows(
                folder.resolve("peer.json"), "--batch", "2", "--peer", "onnxruntime", "--what", "forward,training");
        assertThat(rows).hasSize(2);
        for (JsonNode row : rows) {
            assertThat(row.get("model").asText()).isEqualTo("test_mambaout");
            assertThat(row.get("batch").asInt()).isEqualTo(2);
            assertThat(row.get("peer").asText()).isEqualTo("ONNX Runtime");
            assertThat(row.get("peer_version").asText()).matches("\\d+\\.\\d+.*");
            for (String figure : List.of("threads", "ours_ms", "peer_ms", "ratio", "ours_share", "peer_share")) {
                assertThat(row.get(figure).asDouble()).as(figure).isPositive();
            }
            assertThat(row.get("ratio").asDouble())
                    .isBetween(
                            row.get("ratio_low").asDouble(),
                            row.get("ratio_high").asDouble());
            assertThat(row.get("largest_difference").asDouble()).isBetween(0.0, 1e-5);
        }
        // ONNX Runtime can't train, so a step is set beside its forward pass, the other way round.
        assertThat(rows.findValuesAsText("what")).containsExactly("forward", "training");
        assertThat(rows.findValuesAsText("peer_what")).containsExactly("forward", "forward");
        assertThat(rows.findValuesAsText("ratio_of")).containsExactly("peer / ours", "ours / peer");
    }

    @Test
    void modelThatThePeerCannotRunIsRefusedInASentence() {
        int code = run("--model", "test_mambaout", "--mixer", "ssm", "--peer", "onnxruntime");
        assertThat(code).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("token mixer 'ssm'", "gated-cnn");
    }

    @Test
    void allocationIsCountedForEveryBatch(@TempDir Path folder) throws Exception {
        JsonNode rows = rows(folder.resolve("allocation.json"), "--what", "allocation", "--batch", "2,1");
        assertThat(rows.findValuesAsText("batch")).containsExactly("2", "1");
        assertThat(rows)
                .allSatisfy(
                        row -> assertThat(row.get("bytes_per_call").asDouble()).isNotNegative());
    }

    @Test
    void scalingHasARowForEachNumberOfThreadsAndOneForLargerPictures(@TempDir Path folder) throws Exception {
        JsonNode rows = rows(folder.resolve("scaling.json"), "--what", "scaling");
        int threads = Compute.shared().workers().threads();
        assertThat(rows).hasSize(threads + 1);
        for (int i = 0; i < threads; i++) {
            assertThat(rows.get(i).get("threads").asInt()).isEqualTo(i + 1);
            assertThat(rows.get(i).get("img_size").asInt()).isEqualTo(32);
            assertThat(rows.get(i).get("ratio_of").asText()).contains("speed-up");
        }
        assertThat(rows.get(0).get("ratio").asDouble()).isEqualTo(1);
        assertThat(rows.get(threads).get("img_size").asInt()).isEqualTo(128);
        assertThat(rows.get(threads).get("ratio_of").asText()).contains("cost per pixel");
    }

    @Test
    void preprocessingIsTimedOnOneThread(@TempDir Path folder) throws Exception {
        JsonNode rows = rows(folder.resolve("preprocess.json"), "--what", "preprocess,augment");
        assertThat(rows.findValuesAsText("what")).containsExactly("preprocess", "augment");
        for (JsonNode row : rows) {
            assertThat(row.get("threads").asInt()).isOne();
            assertThat(row.get("images_per_s").asDouble())
                    .isCloseTo(1e3 / row.get("ours_ms").asDouble(), within(1e-6));
        }
    }

    @Test
    void freshProcessesLabelAPictureHereAndThere(@TempDir Path folder) throws Exception {
        JsonNode rows = rows(folder.resolve("cold.json"), "--what", "cold", "--peer", "onnxruntime");
        assertThat(rows.findValuesAsText("by")).containsExactly("mambaout", "ONNX Runtime");
        for (JsonNode row : rows) {
            assertThat(row.get("starts").asInt()).isEqualTo(3);
            assertThat(row.get("seconds").asDouble()).isPositive();
        }
    }

    @Test
    void anUnknownModelIsWrongUsageAndNearNamesAreSuggested() {
        assertThat(run("--model", "mambaout_tinny")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("'mambaout_tinny'").contains("mambaout_tiny");
    }

    @Test
    void anUnknownMixerIsWrongUsageAndTheKnownOnesAreNamed() {
        assertThat(run("--mixer", "atention")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .contains("'atention'. Did you mean attention, ")
                .contains("gated-cnn, identity")
                .contains("nc-ssd:causal");
    }

    @Test
    void aBatchOrATimeOfNothingIsWrongUsage() {
        assertThat(run("--batch", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--seconds", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--seconds", "NaN")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--batch is 0").contains("--seconds is 0");
    }

    @Test
    void aNetworkOfOnesOwnSizesIsCalledByThemAndMeasuredOnce(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rows.json");
        String sizes = "--depths 1,1 --dims 8,16 --num-classes 3 --img-size 16 --batch 2 --what forward --seconds 0.01";
        List<String> arguments = new ArrayList<>(List.of(sizes.split(" ")));
        arguments.addAll(List.of("--model", "mambaout_femto,mambaout_tiny", "--json", file.toString()));
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        JsonNode rows = new ObjectMapper().readTree(file.toFile()).get("rows");
        assertThat(rows.findValuesAsText("model")).containsExactly("1-1 x 8-16");
        assertThat(rows.findValuesAsText("img_size")).containsExactly("16");
    }

    @Test
    void pyTorchOutsideTheProjectsFolderIsRefusedWithTheRemedy() {
        assertThat(run("--peer", "pytorch")).isNotZero();
        assertThat(err.toString()).contains("./mambaout").contains("mambaout-bench/libtorch");
    }
}
