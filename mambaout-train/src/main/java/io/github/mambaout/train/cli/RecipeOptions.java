package io.github.mambaout.train.cli;

import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * What runs of a study may have in common, from flags: the defaults, or a YAML file, changed by what is given on the command
 * line. The flags have the names that settings have in the file.
 */
public final class RecipeOptions {
    private final List<Consumer<TrainingConfig.Builder<TrainingConfig>>> changes = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Settings from a YAML file, named like these flags without dashes; flags come on top. Each run"
                            + " leaves such a file in its output folder.")
    private Optional<Path> file = Optional.empty();

    private boolean namesModel;

    /** For picocli. */
    public RecipeOptions() {}

    /**
     * @param defaults what holds where neither the file nor a flag says anything else
     * @return the configuration, to be changed further
     * @throws IllegalArgumentException if a setting of the file is out of its range; the message names it
     */
    public TrainingConfig.Builder<TrainingConfig> over(TrainingConfig defaults) {
        TrainingConfig.Builder<TrainingConfig> builder =
                file.map(TrainingConfigFile::read).orElse(defaults).toBuilder();
        if (namesModel && file.isEmpty()) {
            // Sizes by default are those of a model by default.
            builder.depths(List.of()).dims(List.of());
        }
        changes.forEach(change -> change.accept(builder));
        return builder;
    }

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "What to train on: fashion-mnist:bundled (default), fashion-mnist:FOLDER with the four idx.gz"
                    + " files, folder:FOLDER with FOLDER/train/CLASS/* and FOLDER/val/CLASS/* (JPEG, PNG, GIF, BMP, WebP),"
                    + " shards:FOLDER or shards:PATTERN for tar files of WebDataset's layout, list:FILE for a .csv or .jsonl"
                    + " file of path and label, cifar10:FOLDER with the six .bin files, or pathfinder:SIZE, drawn long-range"
                    + " tasks (options behind it: pathfinder:64,train=20000,dashes=12).")
    void data(String value) {
        changes.add(builder -> builder.data(value));
    }

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "A model by name (default: mambaout_femto); 'mambaout models' lists them.")
    void model(String value) {
        namesModel = true;
        changes.add(builder -> builder.model(value));
    }

    @Option(
            names = "--depths",
            paramLabel = "N",
            split = ",",
            description = "Blocks of each stage instead of the model's, for example 2,2,2.")
    void depths(List<Integer> values) {
        changes.add(builder -> builder.depths(values));
    }

    @Option(
            names = "--dims",
            paramLabel = "N",
            split = ",",
            description = "Channels of each stage instead of the model's, for example 32,64,128.")
    void dims(List<Integer> values) {
        changes.add(builder -> builder.dims(values));
    }

    @Option(
            names = {"--model-options", "--model-option"},
            paramLabel = "NAME=VALUE",
            description = "Another property of the model by timm's name, for example kernel_size=5 or act_layer=silu;"
                    + " may be given several times.")
    void modelOptions(Map<String, String> values) {
        changes.add(builder -> builder.modelOptions(values));
    }

    @Option(
            names = "--img-size",
            paramLabel = "PIXELS",
            description = "Height and width of the network's input (default: what suits the data).")
    void imgSize(int value) {
        changes.add(builder -> builder.imgSize(value));
    }

    @Option(names = "--batch-size", paramLabel = "N", description = "Pictures of an update (default: 128).")
    void batchSize(int value) {
        changes.add(builder -> builder.batchSize(value));
    }

    @Option(names = "--lr", paramLabel = "RATE", description = "Highest learning rate (default: 0.001).")
    void lr(double value) {
        changes.add(builder -> builder.lr(value));
    }

    @Option(
            names = "--min-lr",
            paramLabel = "RATE",
            description = "Learning rate that the end of the run approaches (default: 0).")
    void minLr(double value) {
        changes.add(builder -> builder.minLr(value));
    }

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "Updates over which the learning rate rises from 0 (default: 100).")
    void warmup(int value) {
        changes.add(builder -> builder.warmup(value));
    }

    @Option(
            names = "--weight-decay",
            paramLabel = "DECAY",
            description = "Decoupled weight decay, none on one-dimensional parameters (default: 0.05).")
    void weightDecay(double value) {
        changes.add(builder -> builder.weightDecay(value));
    }

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description = "Share of the target that is spread over all classes (default: 0.1).")
    void labelSmoothing(double value) {
        changes.add(builder -> builder.labelSmoothing(value));
    }

    @Option(
            names = "--clip-grad",
            paramLabel = "NORM",
            description = "Largest L2 norm of the gradient (default: 0, no limit).")
    void clipGrad(double value) {
        changes.add(builder -> builder.clipGrad(value));
    }

    @Option(
            names = "--drop-path",
            paramLabel = "RATE",
            description = "Drop path rate of the last block (default: 0.05).")
    void dropPath(double value) {
        changes.add(builder -> builder.dropPath(value));
    }

    @Option(
            names = "--hold-out",
            paramLabel = "SHARE",
            description =
                    "Share of the training pictures that judge the run instead of the held-out ones, and are not trained"
                            + " on (default: 0). For choosing a recipe without looking at the pictures that judge it in the end.")
    void holdOut(double value) {
        changes.add(builder -> builder.holdOut(value));
    }

    @Option(
            names = "--flip",
            paramLabel = "SHARE",
            description = "Probability of mirroring a training picture (default: 0.5).")
    void flip(double value) {
        changes.add(builder -> builder.flip(value));
    }
}
