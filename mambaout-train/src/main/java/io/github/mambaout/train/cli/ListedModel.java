package io.github.mambaout.train.cli;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.ModelSummary;
import io.github.mambaout.weights.PublishedWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A line of {@code mambaout models}.
 *
 * @param weights what is published
 * @param parameters number of the network's learned values
 * @param multiplyAdds for one picture of the input size
 */
record ListedModel(PublishedWeights weights, long parameters, long multiplyAdds) {
    private static final String ROW = "%-49s %11s %14s %7s %7s %7s %7s %7s%n";

    /** What the columns of {@link #row()} hold. */
    static final String HEADING = String.format(
            Locale.ROOT, ROW, "weights", "parameters", "multiply-adds", "classes", "input", "top-1", "test", "top-1");

    static ListedModel of(PublishedWeights weights) {
        ModelSummary counts = ModelSummary.of(weights.config(), weights.config().inputShape());
        return new ListedModel(weights, counts.parameters(), counts.multiplyAdds());
    }

    /** @return a line for people, with its end */
    String row() {
        return String.format(
                Locale.ROOT,
                ROW,
                weights.name(),
                grouped(parameters),
                grouped(multiplyAdds),
                grouped(weights.numClasses()),
                size(weights.preprocessing()),
                top1(weights.atInputSize()),
                size(weights.preprocessingAtTestSize()),
                top1(weights.atTestSize()));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String size(Preprocessing preprocessing) {
        return preprocessing.height() + "x" + preprocessing.width();
    }

    private static String top1(PublishedWeights.Evaluation evaluation) {
        return evaluation
                .accuracy()
                .map(accuracy -> String.format(Locale.ROOT, "%.3f", accuracy.top1()))
                .orElse("-");
    }

    /** @return everything that is known, by timm's names where timm has one; what is unknown is an empty string */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", weights.name());
        fields.put("model", weights.model());
        fields.put("tag", weights.tag());
        fields.put("depths", dashed(weights.config().depths()));
        fields.put("dims", dashed(weights.config().dims()));
        fields.put("parameters", parameters);
        fields.put("multiply_adds", multiplyAdds);
        fields.put("num_classes", weights.numClasses());
        fields.put("trained_on", String.join(" ", weights.trainedOn()));
        put(fields, "", weights.atInputSize());
        put(fields, "test_", weights.atTestSize());
        fields.put("interpolation", label(weights.preprocessing().interpolation()));
        fields.put("mean", spaced(weights.preprocessing().mean()));
        fields.put("std", spaced(weights.preprocessing().std()));
        fields.put("hf_hub_id", weights.hfHubId().orElse(""));
        fields.put("licence", weights.licence());
        return fields;
    }

    private static void put(Map<String, Object> fields, String prefix, PublishedWeights.Evaluation evaluation) {
        Optional<PublishedWeights.Accuracy> accuracy = evaluation.accuracy();
        fields.put(prefix + "input_size", evaluation.preprocessing().height());
        fields.put(prefix + "crop_pct", evaluation.preprocessing().cropFraction());
        fields.put(prefix + "crop_mode", label(evaluation.preprocessing().cropMode()));
        fields.put(
                prefix + "top1",
                accuracy.<Object>map(PublishedWeights.Accuracy::top1).orElse(""));
        fields.put(
                prefix + "top5",
                accuracy.<Object>map(PublishedWeights.Accuracy::top5).orElse(""));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String dashed(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    private static String spaced(List<Double> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
