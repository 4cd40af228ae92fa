package io.github.mambaout.train;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights that a run starts from. Where they were trained for other classes than the data's, the classifier is made anew and all
 * other parameters are the file's (timm's {@code reset_classifier}).
 *
 * @param file a weight file
 * @param metadata what it says of itself
 */
record StartingWeights(Path file, ModelMetadata metadata) {
    private static final int CLASSES_NAMED = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    /**
     * @param config of a run
     * @return the weights that it names, if any
     * @throws io.github.mambaout.weights.WeightFileException if the file can't be read or does not say what network it holds
     */
    static Optional<StartingWeights> of(TrainingConfig config) {
        if (config.network().weights().isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(config.network().weights());
        return Optional.of(new StartingWeights(file, ModelFile.metadata(file)));
    }

    /**
     * Tells whether the classifier can stay.
     *
     * @param classes of the data, in order
     * @return whether the file has as many classes and, where it names them, the same ones in the same order
     */
    boolean know(List<String> classes) {
        return metadata.config().numClasses() == classes.size()
                && (metadata.classNames().isEmpty() || metadata.classNames().equals(classes));
    }

    /**
     * @param config the network to be trained; but for the number of classes, its parameters must be the file's
     * @param classes of the data, in order
     * @param seed a new classifier's first weights depend on it
     * @return the network with the file's weights
     * @throws io.github.mambaout.weights.WeightFileException if the file can't be read or its other parameters are not the
     *     network's; the message names the first that differs
     */
    MambaOut load(MambaOutConfig config, List<String> classes, long seed) {
        if (know(classes)) {
            return ModelFile.load(file, config).model();
        }
        MambaOutConfig stored =
                config.toBuilder().numClasses(metadata.config().numClasses()).build();
        MambaOut model = ModelFile.load(file, stored).model().withClasses(classes.size(), seed);
        LOG.info(
                "{} was trained for {}, the data have {}: head.fc.weight and head.fc.bias are new, all other"
                        + " parameters are the file's",
                file,
                describe(metadata.config().numClasses(), metadata.classNames()),
                describe(classes.size(), classes));
        return model;
    }

    private static String describe(int count, List<String> names) {
        if (count == 0) {
            return "no classes";
        }
        String some = names.stream().limit(CLASSES_NAMED).collect(Collectors.joining(", "));
        return count
                + (count == 1 ? " class" : " classes")
                + (names.isEmpty() ? "" : " (" + some + (names.size() > CLASSES_NAMED ? ", …)" : ")"));
    }
}
