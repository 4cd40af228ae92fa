package io.github.mambaout.train.cli;

import io.github.mambaout.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The configuration of one run from flags: a recipe, and what a single run has of its own. */
final class TrainingOptions {
    private final List<Consumer<TrainingConfig.Builder<TrainingConfig>>> changes = new ArrayList<>();

    @Mixin
    private RecipeOptions recipe;

    TrainingOptions() {}

    /**
     * @return the configuration
     * @throws IllegalArgumentException if a setting is out of its range; the message names it
     */
    TrainingConfig config() {
        TrainingConfig.Builder<TrainingConfig> builder =
                recipe.over(TrainingConfig.builder().build());
        changes.forEach(change -> change.accept(builder));
        return builder.build();
    }

    @Option(
            names = "--mixer",
            paramLabel = "NAME",
            completionCandidates = TokenMixerCandidates.class,
            description = "Token mixer of the blocks, default gated-cnn (the paper's): ${COMPLETION-CANDIDATES}.")
    void mixer(String value) {
        changes.add(builder -> builder.mixer(value));
    }

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Start from these weights instead of random ones; where they know other classes than the data have, the"
                            + " classifier is made anew.")
    void weights(String value) {
        changes.add(builder -> builder.weights(value));
    }

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training pictures (default: 10, if there is no --max-updates).")
    void epochs(int value) {
        changes.add(builder -> builder.epochs(value));
    }

    @Option(names = "--max-updates", paramLabel = "N", description = "End after this many updates, if not before.")
    void maxUpdates(long value) {
        changes.add(builder -> builder.maxUpdates(value));
    }

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Key of everything random (default: 0). The same seed gives the same weights on any number of"
                    + " threads.")
    void seed(long value) {
        changes.add(builder -> builder.seed(value));
    }

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "Threads that read and augment pictures beside those that compute (default: 2). Any number gives"
                            + " the same weights.")
    void workers(int value) {
        changes.add(builder -> builder.workers(value));
    }

    @Option(
            names = "--log-every",
            paramLabel = "N",
            description = "Updates between two lines of the log (default: 20).")
    void logEvery(int value) {
        changes.add(builder -> builder.logEvery(value));
    }

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Folder for weights, figures and the report (default: runs/latest).")
    void output(String value) {
        changes.add(builder -> builder.output(value));
    }
}
