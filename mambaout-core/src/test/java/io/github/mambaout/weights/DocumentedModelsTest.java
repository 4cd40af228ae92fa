package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelSummary;
import io.github.mambaout.weights.PublishedWeights.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the tables of the documents to what the library knows; a failure shows the lines that belong there. */
class DocumentedModelsTest {
    private static final String NONE = "–";

    private static List<String> rows(String document) throws IOException {
        return Files.readAllLines(Path.of("..", document)).stream()
                .filter(line -> line.startsWith("| `mambaout_") || line.startsWith("| `test_mambaout"))
                .toList();
    }

    @Test
    void readmeListsEveryModelWithItsCountsAndAccuracies() throws IOException {
        List<String> expected = PublishedWeights.all().stream()
                .filter(weights -> PublishedWeights.named(weights.model()).equals(weights))
                .map(DocumentedModelsTest::modelRow)
                .toList();

        assertThat(rows("README.md")).containsSubsequence(expected);
    }

    private static String modelRow(PublishedWeights weights) {
        MambaOutConfig config = weights.config();
        ModelSummary counts = ModelSummary.of(config, config.inputShape());
        String size = config.imgHeight() == 224 ? "" : " (at " + size(weights.atInputSize()) + ")";
        return row(
                "`" + config.name() + "`",
                config.headFn() == MambaOutConfig.HeadKind.DEFAULT ? "paper" : "rw",
                dashed(config.depths()),
                dashed(config.dims()),
                grouped(counts.parameters()),
                grouped(counts.multiplyAdds()) + size,
                top1(weights.atInputSize()),
                top1(weights.atTestSize()));
    }

    @Test
    void allPublishedWeightsAreListedWithTheirPreprocessing() throws IOException {
        List<String> expected = PublishedWeights.all().stream()
                .map(DocumentedModelsTest::weightsRow)
                .toList();

        assertThat(rows("docs/models.md")).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String weightsRow(PublishedWeights weights) {
        return row(
                "`" + weights.name() + "`",
                weights.trainedOn().isEmpty()
                        ? NONE
                        : String.join(", then ", weights.trainedOn()).replace("imagenet", "ImageNet"),
                grouped(weights.numClasses()),
                size(weights.atInputSize()),
                weights.preprocessing().cropFraction() + " "
                        + weights.preprocessing().cropMode().name().toLowerCase(Locale.ROOT),
                accuracies(weights.atInputSize()),
                size(weights.atTestSize()),
                accuracies(weights.atTestSize()));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String dashed(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String size(Evaluation evaluation) {
        return evaluation.preprocessing().height() + "×"
                + evaluation.preprocessing().width();
    }

    private static String top1(Evaluation evaluation) {
        return told(evaluation, accuracy -> String.format(Locale.ROOT, "%.3f", accuracy.top1()));
    }

    private static String accuracies(Evaluation evaluation) {
        return told(
                evaluation, accuracy -> String.format(Locale.ROOT, "%.3f / %.3f", accuracy.top1(), accuracy.top5()));
    }

    private static String told(Evaluation evaluation, Function<PublishedWeights.Accuracy, String> text) {
        return evaluation.accuracy().map(text).orElse(NONE);
    }
}
