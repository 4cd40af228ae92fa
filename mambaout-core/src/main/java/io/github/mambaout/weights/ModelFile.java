package io.github.mambaout.weights;

import io.github.mambaout.layer.Parameter;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Models in weight files of any kind, whether timm or the paper's repository named the parameters. A file that this library
 * wrote says itself what network it holds; what others hold is told from their parameters.
 */
public final class ModelFile {
    /** How the names begin that are no parameters: a checkpoint keeps the state of its training under them. */
    public static final String TRAINING = "training.";

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
     * Says what a file holds without reading its weights.
     *
     * @param path a weight file
     * @param options what to take from the file where it leaves a choice
     * @return what it holds, and what the model was told from
     * @throws WeightFileException if the file can't be read or does not say what network it holds
     */
    public static FileDescription describe(Path path, LoadOptions options) {
        try (NamedWeights file = NamedWeights.open(path, options.weights())) {
            Recognition recognition = Recognition.of(file, options);
            return new FileDescription(
                    file.file().kind(),
                    file.types(),
                    file.shapes().size(),
                    file.values(),
                    file.names().naming(),
                    file.names().prefix(),
                    file.file().sets(),
                    recognition.metadata(),
                    recognition.basis(),
                    recognition.assumption());
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
        save(path, model, metadata, SaveOptions.defaults());
    }

    /**
     * Saves a model so that the file alone is enough to predict. Whenever this is stopped, the place holds its old content
     * or the whole new one.
     *
     * @param path where to; missing folders are made
     * @param model the network
     * @param metadata what belongs to it; its configuration must be the network's
     * @param options type and names of the weights
     * @throws WeightFileException if it can't be written there, or a weight is too large for the type
     */
    public static void save(Path path, MambaOut model, ModelMetadata metadata, SaveOptions options) {
        if (!metadata.config().equals(model.config())) {
            throw new IllegalArgumentException(
                    "The metadata is of " + metadata.config() + ", but the model is " + model.config());
        }
        Map<String, Parameter> parameters = model.parameters().byName();
        writer(metadata, options, name -> parameters.get(name).value()).write(path);
    }

    /**
     * Copies the model of a weight file into a file of this library, which alone is enough to predict. At no time more
     * than one parameter is in memory.
     *
     * @param source a weight file
     * @param load what to take from it where it leaves a choice
     * @param target where to; missing folders are made; another file than {@code source}
     * @param save type and names of the weights there
     * @param progress is told after each parameter which share of all values has been read, above 0 and at most 1
     * @return what the new file says about its model
     * @throws WeightFileException if the source can't be read, does not say what network it holds or does not hold it
     *     whole, if the target can't be written or is the source, or if a weight is too large for the type
     */
    public static ModelMetadata convert(
            Path source, LoadOptions load, Path target, SaveOptions save, DoubleConsumer progress) {
        requireOther(source, target);
        try (NamedWeights file = NamedWeights.open(source, load.weights())) {
            ModelMetadata metadata = recognised(file, load);
            ParameterFit.require(file, metadata.config());
            long all = file.values();
            AtomicLong read = new AtomicLong();
            FiniteCheck check = new FiniteCheck();
            writer(metadata, save, name -> {
                        Tensor values = file.tensor(name);
                        check.look(file.called(name), values);
                        progress.accept((double) read.addAndGet(values.shape().elements()) / all);
                        return values;
                    })
                    .write(target);
            check.warn(source);
            return metadata;
        }
    }

    private static void requireOther(Path source, Path target) {
        try {
            if (Files.exists(source) && Files.exists(target) && Files.isSameFile(source, target)) {
                throw new WeightFileException(
                        target, "is the file that is to be converted. Give the new file another name.");
            }
        } catch (IOException e) {
            throw new WeightFileException(target, "can't be compared with " + source + " (" + e + ").", e);
        }
    }

    /** The values are asked for one after the other, by timm's names, when they are written. */
    private static SafetensorsWriter writer(
            ModelMetadata metadata, SaveOptions options, Function<String, Tensor> values) {
        SafetensorsWriter writer = new SafetensorsWriter().metadata(metadata.toStrings());
        MambaOut.parameterShapes(metadata.config())
                .forEach((name, shape) -> writer.tensor(
                        options.naming().ofTimm(name).orElseThrow(),
                        new StoredTensor(options.type(), shape),
                        () -> values.apply(name)));
        return writer;
    }

    private static ModelMetadata recognised(NamedWeights file, LoadOptions options) {
        Recognition recognition = Recognition.of(file, options);
        recognition
                .assumption()
                .ifPresent(assumed -> LoggerFactory.getLogger(ModelFile.class).warn("{}: {}", file.path(), assumed));
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
        FiniteCheck check = new FiniteCheck();
        model.parameters()
                .byName()
                .forEach((name, parameter) -> parameter.fill(values -> {
                    file.read(name, values);
                    check.look(file.called(name), values);
                }));
        check.warn(file.path());
        return model;
    }
}
