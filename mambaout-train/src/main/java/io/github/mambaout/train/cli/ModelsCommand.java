package io.github.mambaout.train.cli;

import io.github.mambaout.layer.NearNames;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.weights.PublishedWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mambaout models}: the published models and weights by name. */
@Command(
        name = "models",
        description = {
            "Lists the models and their published weights, the smallest first.",
            "Multiply-adds are for one picture of the input size. Top-1 is the published accuracy on ImageNet-1k's"
                    + " validation set in percent, at the input size and at the size for testing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout models",
            "  mambaout models femto",
            "  mambaout models 'mambaout_base*rw.*in1k'",
            "  mambaout models in12k --format json"
        })
final class ModelsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or csv, which tell more than text does (default: ${DEFAULT-VALUE}).")
    private TableFormat format;

    @Parameters(
            paramLabel = "FILTER",
            arity = "0..*",
            description = "Lists only names that contain this, or that match it as a whole where it has * or ?; more"
                    + " than one: names that any of them matches.")
    private List<String> filters = List.of();

    @Override
    public Integer call() throws IOException {
        List<ListedModel> models = PublishedWeights.all().stream()
                .filter(weights -> filters.isEmpty() || filters.stream().anyMatch(filter -> matches(filter, weights)))
                .map(ListedModel::of)
                .sorted(Comparator.comparingLong(ListedModel::parameters).thenComparingLong(ListedModel::multiplyAdds))
                .toList();
        if (models.isEmpty()) {
            throw new ParameterException(spec.commandLine(), nothingMatches());
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case JSON -> TableFormat.json(fields(models), out);
            case CSV -> TableFormat.csv(fields(models), out);
            default -> text(models, out);
        }
        out.flush();
        return 0;
    }

    private static boolean matches(String filter, PublishedWeights weights) {
        String wanted = filter.toLowerCase(Locale.ROOT);
        if (!wanted.contains("*") && !wanted.contains("?")) {
            return weights.name().contains(wanted);
        }
        String pattern = Pattern.quote(wanted).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return weights.name().matches(pattern);
    }

    private String nothingMatches() {
        List<String> known = Stream.concat(
                        ModelZoo.names().stream(),
                        PublishedWeights.all().stream()
                                .flatMap(weights -> Arrays.stream(weights.name().split("[._]"))))
                .distinct()
                .toList();
        String wanted = filters.get(0).replaceAll("[*?]", "");
        return "No model matches " + String.join(" or ", filters) + ". Did you mean "
                + String.join(", ", NearNames.of(wanted, known)) + "? Without a filter all are listed.";
    }

    private static List<Map<String, Object>> fields(List<ListedModel> models) {
        return models.stream().map(ListedModel::fields).toList();
    }

    private static void text(List<ListedModel> models, PrintWriter out) {
        out.print(ListedModel.HEADING);
        models.forEach(model -> out.print(model.row()));
        models.stream()
                .flatMap(model -> model.weights().hfHubId().stream())
                .findFirst()
                .ifPresent(id -> out.printf(
                        "%nThe weights are on the Hugging Face hub, for example at https://huggingface.co/%s%n", id));
    }
}
