package io.github.mambaout.bench.ablation.junit;

import static io.github.mambaout.bench.ablation.junit.AblationAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.TwinResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class AblationExtensionTest {
    private static final String ONE = "depths: [1, 1]";
    private static final String SMALL = "dims: [8, 16]";
    private static final String PIXELS = "img-size: 28";
    private static final String BATCH = "batch-size: 32";
    private static final String RATE = "lr: 4e-3";
    private static final String WARMUP = "warmup: 2";

    @TempDir
    private Path folder;

    /** What users would write; run by the tests below alone. */
    static class Studies {
        @Ablation(
                mixers = {"gated-cnn", "identity"},
                seeds = {1, 2, 3},
                updates = 12,
                settings = {ONE, SMALL, PIXELS, BATCH, RATE, WARMUP})
        void holds(AblationResults results) {
            assertThat(results.of("gated-cnn"))
                    .isNotInferiorTo(results.of("identity"))
                    .withMargin(1);
        }

        @Ablation(
                mixers = {"gated-cnn", "identity"},
                seeds = {1, 2, 3},
                updates = 12,
                settings = {ONE, SMALL, PIXELS, BATCH, RATE, WARMUP})
        void marginIsImpossible(AblationResults results) {
            TwinResults gatedCnn = results.of("gated-cnn");
            TwinResults identity = results.of("identity");
            assertThat(gatedCnn).isNotInferiorTo(identity).withMargin(1e-9);
            assertThat(identity).isNotInferiorTo(gatedCnn).withMargin(1e-9);
        }

        @Ablation(
                mixers = {"gated-cnn", "identity"},
                seeds = 1,
                updates = 12,
                settings = {ONE, SMALL, PIXELS, BATCH, RATE, WARMUP})
        void oneSeed(AblationResults results) {
            assertThat(results.of("gated-cnn")).isBetterThan(results.of("identity"));
        }

        @Ablation(mixers = "gated-cnn", seeds = 1)
        void withoutResults() {}

        @Ablation(mixers = "gated-cnn", seeds = 1, settings = "dim: [8, 16]")
        void wrongSetting(AblationResults results) {}

        @Ablation(
                mixers = {"gated-cnn", "ssn"},
                seeds = 1)
        void unknownMixer(AblationResults results) {}
    }

    private Events run(String method, Class<?>... parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Studies.class, method, parameters))
                .configurationParameter(AblationExtension.CACHE, cache().toString())
                .configurationParameter(AblationExtension.REPORTS, reports().toString())
                .execute()
                .testEvents();
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path reports() {
        return folder.resolve("reports");
    }

    private Map<String, String> results() throws IOException {
        Map<String, String> results = new TreeMap<>();
        try (Stream<Path> files =
                Files.list(cache().resolve(Studies.class.getName()).resolve("results"))) {
            for (Path file : files.toList()) {
                results.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return results;
    }

    @Test
    void anAblationPassesIsCachedAndFailsWithAnImpossibleMargin() throws IOException {
        requireSuccess(run("holds", AblationResults.class));
        Map<String, String> first = results();
        assertThat(first).hasSize(6);
        String name = Studies.class.getName() + ".holds";
        byte[] page = Files.readAllBytes(reports().resolve(name + ".html"));
        assertThat(reports()).isDirectoryContaining(file -> file.endsWith(name + ".csv"));
        requireRealFigures(reports().resolve(name + ".json"));

        // Times are among the figures: had a run been repeated, they would differ.
        requireSuccess(run("holds", AblationResults.class));
        assertThat(results()).isEqualTo(first);
        assertThat(Files.readAllBytes(reports().resolve(name + ".html"))).isEqualTo(page);

        run("marginIsImpossible", AblationResults.class)
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                instanceOf(AssertionError.class),
                                message(text -> text.contains("not to be inferior to")
                                        && text.contains("over 3 seeds, margin 0.000000001")))));
        assertThat(results()).isEqualTo(first);

        run("oneSeed", AblationResults.class)
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                instanceOf(IllegalArgumentException.class),
                                message(text -> text.contains("can't be told from one seed (1)")))));
        assertThat(results()).isEqualTo(first);
    }

    private static void requireRealFigures(Path json) throws IOException {
        JsonNode runs = new ObjectMapper().readTree(json.toFile()).get("runs");
        assertThat(runs).hasSize(6);
        for (JsonNode run : runs) {
            assertThat(run.get("top1").asDouble()).isBetween(0.05, 0.95);
            assertThat(run.get("loss").asDouble()).isBetween(0.3, 2.6);
            assertThat(run.get("updates").asLong()).isEqualTo(12);
            assertThat(run.get("seconds").asDouble()).isPositive();
        }
        long gatedCnn = runs.get(0).get("parameters").asLong();
        long identity = runs.get(1).get("parameters").asLong();
        // The depthwise 7×7 convolutions of both blocks, with their biases.
        assertThat(gatedCnn - identity).isEqualTo((49 + 1) * (8 + 16));
        assertThat(runs.get(0).get("multiply_adds").asLong())
                .isGreaterThan(runs.get(1).get("multiply_adds").asLong());
    }

    @Test
    void whatCannotBeRunSaysWhy() {
        requireFailure(run("withoutResults"), ExtensionConfigurationException.class, "no parameter of type");
        requireFailure(
                run("wrongSetting", AblationResults.class),
                Exception.class,
                "@Ablation's settings: there is no setting 'dim'");
        requireFailure(run("unknownMixer", AblationResults.class), Exception.class, "There is no token mixer 'ssn'");
    }

    private static void requireSuccess(Events events) {
        events.assertThatEvents().haveExactly(1, event(finishedSuccessfully()));
    }

    private static void requireFailure(Events events, Class<? extends Throwable> type, String part) {
        events.assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(instanceOf(type), message(text -> text.contains(part)))));
    }
}
