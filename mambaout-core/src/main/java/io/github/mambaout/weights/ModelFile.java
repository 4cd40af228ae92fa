package io.github.mambaout.weights;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models in weight files of any kind, whether timm or the paper's repository named the parameters. A file that this library
 * wrote says itself what network it holds; what others hold is told from their parameters.
 */
public final class ModelFile {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);

    private ModelFile() {}

    /**
     * @param path a weight file
     * @return the network with its weights, and its metadata
     * @throws WeightFileException if the file can't be read, does not say what network it holds, or does not hold it whole
     */
    public static SavedModel load(Path path) {
        return load(path, LoadOptions.defaults());
    }

    /**
     * @param path a weight file
     * @param options what to take from the file where it leaves a choice
     * @return the network with its weights, and its metadata
     * @throws WeightFileException if the file can't be read, does not say what network it holds, does not hold it whole, or
     *     has no averaged weights although they are asked for
     */
    public static SavedModel load(Path path, LoadOptions options) {
        try (NamedWeights file = NamedWeights.open(path, options.weights())) {
            ModelMetadata metadata = recognised(file, options);
            return new SavedModel(read(file, metadata.config()), metadata);
        }
    }

    /**
     * Loads weights into a given network, for files that do not say what they hold, or to be sure of it.
     *
     * @param path a file with all parameters of the network
     * @param config the network
     * @return the network with its weights, and the file's metadata with {@code config} for its configuration; the
     *     preprocessing is the file's, or else ImageNet's in the network's input size
     * @throws WeightFileException if the file can't be read or its parameters are not the network's; the message names the
     *     first that differs and what the file looks like
     */
    public static SavedModel load(Path path, MambaOutConfig config) {
        try (NamedWeights file = NamedWeights.open(path, WeightSet.TRAINED)) {
            return new SavedModel(read(file, config), metadata(file, config));
        }
    }

    /**
     * Reads what a file says about its model without reading its weights.
     *
     * @param path a weight file
     * @return its metadata
     * @throws WeightFileException if the file can't be read or does not say what network it holds
     */
    public static ModelMetadata metadata(Path path) {
        return metadata(path, LoadOptions.defaults());
    }

    /**
     * Reads what a file says about its model without reading its weights.
     *
     * @param path a weight file
     * @param options what to take from the file where it leaves a choice
     * @return its metadata
     * @throws WeightFileException if the file can't be read or does not say what network it holds
     */
    public static ModelMetadata metadata(Path path, LoadOptions options) {
        try (NamedWeights file = NamedWeights.open(path, options.weights())) {
            return recognised(file, options);
        }
    }

    /**
     * Saves a model so that the file alone is enough to predict. Whenever this is stopped, the place holds its old content
     * or the whole new one.
     *
     * @param path where to; missing folders are made
     * @param model the network
     * @param metadata what belongs to it; its configuration must be the network's
     * @throws WeightFileException if it can't be written there
     */
    public static void save(Path path, MambaOut model, ModelMetadata metadata) {
        if (!metadata.config().equals(model.config())) {
            throw new IllegalArgumentException(
                    "The metadata is of " + metadata.config() + ", but the model is " + model.config());
        }
        SafetensorsWriter writer = new SafetensorsWriter().metadata(metadata.toStrings());
        model.parameters().byName().forEach((name, parameter) -> writer.tensor(name, parameter.value()));
        writer.write(path);
    }

    private static ModelMetadata recognised(NamedWeights file, LoadOptions options) {
        Recognition recognition = Recognition.of(file, options);
        recognition.assumption().ifPresent(assumed -> LOG.warn("{}: {}", file.path(), assumed));
        return recognition.metadata();
    }

    /** What the file says beside its weights, for a network that is known. */
    private static ModelMetadata metadata(NamedWeights file, MambaOutConfig config) {
        Map<String, String> stored = file.file().metadata();
        return ModelMetadata.isIn(stored)
                ? ModelMetadata.parse(file.path(), stored).withConfig(config)
                : ModelMetadata.of(config);
    }

    private static MambaOut read(NamedWeights file, MambaOutConfig config) {
        // Before the network takes memory, as sizes that a damaged file claims may not fit it.
        ParameterFit.require(file, config);
        MambaOut model = MambaOut.create(config, 0);
        model.parameters()
                .byName()
                .forEach((name, parameter) -> parameter.fill(values -> {
                    file.read(name, values);
                    warnOfValuesThatAreNoNumbers(file, name, values);
                }));
        return model;
    }

    private static void warnOfValuesThatAreNoNumbers(NamedWeights file, String name, Tensor values) {
        int elements = values.shape().elements();
        int wrong = 0;
        for (int i = 0; i < elements; i++) {
            if (!Float.isFinite(values.get(i))) {
                wrong++;
            }
        }
        if (wrong > 0) {
            LOG.warn(
                    "{}: {} of {} values of parameter {} are NaN or infinite, so the model's answers will be too. "
                            + "Use a checkpoint of an earlier epoch.",
                    file.path(),
                    wrong,
                    elements,
                    file.called(name));
        }
    }
}
