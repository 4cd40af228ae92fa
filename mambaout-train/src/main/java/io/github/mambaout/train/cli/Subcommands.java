package io.github.mambaout.train.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The commands of {@code mambaout}, in the order of its help. Only those are made that a start needs: picocli reads a command's
 * annotations by reflection, and finding the extensions opens every jar, which together takes longer than reading a model.
 */
final class Subcommands {
    private record Named(String name, Supplier<Object> command) {}

    private static final List<Named> OWN = List.of(
            new Named("quickstart", QuickstartCommand::new),
            new Named("train", TrainCommand::new),
            new Named("report", ReportCommand::new),
            new Named("validate", ValidateCommand::new),
            new Named("predict", PredictCommand::new),
            new Named("embed", EmbedCommand::new),
            new Named("explain", ExplainCommand::new),
            new Named("forward", ForwardCommand::new),
            new Named("convert", ConvertCommand::new),
            new Named("export", ExportCommand::new),
            new Named("info", InfoCommand::new),
            new Named("models", ModelsCommand::new),
            new Named("recipes", RecipesCommand::new));

    private static final Set<String> PREDICTING = Set.of("predict", "embed", "explain");

    private static final Set<String> HELP = Set.of("-h", "--help");

    private Subcommands() {}

    /**
     * @param arguments the command line
     * @return the command that they start with; all commands if they start otherwise, as for help and slips
     */
    static List<Object> forArguments(String... arguments) {
        for (Named own : OWN) {
            if (arguments.length > 0 && own.name.equals(arguments[0])) {
                return List.of(own.command.get());
            }
        }
        List<Object> all = new ArrayList<>();
        OWN.forEach(own -> all.add(own.command.get()));
        ServiceLoader.load(CommandExtension.class).forEach(all::add);
        return all;
    }

    /**
     * @param arguments the command line
     * @return whether a prediction with the usual kernels follows for sure
     */
    static boolean predicts(String... arguments) {
        List<String> all = List.of(arguments);
        return !all.isEmpty()
                && PREDICTING.contains(all.get(0))
                && all.stream().anyMatch(argument -> argument.startsWith("--weights"))
                && all.stream().noneMatch(argument -> argument.startsWith("--provider") || HELP.contains(argument));
    }
}
