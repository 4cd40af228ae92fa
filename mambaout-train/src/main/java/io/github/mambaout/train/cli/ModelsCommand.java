package io.github.mambaout.train.cli;

import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mambaout models}: the published models by name. */
@Command(
        name = "models",
        description = "Lists the models by name, the smallest first.",
        footerHeading = "%nExample:%n",
        footer = "  mambaout models")
final class ModelsCommand implements Callable<Integer> {
    private static final String ROW = "%-24s %-10s %-17s %9s  %-10s %s%n";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(ROW, "name", "depths", "dims", "expansion", "activation", "pictures");
        for (String name : ModelZoo.names()) {
            MambaOutConfig config = ModelZoo.config(name);
            out.printf(
                    ROW,
                    name,
                    dashed(config.depths()),
                    dashed(config.dims()),
                    String.format(Locale.ROOT, "%.2f", config.expansionRatio()),
                    config.actLayer(),
                    config.imgHeight() + "x" + config.imgWidth());
        }
        out.flush();
        return 0;
    }

    private static String dashed(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
}
