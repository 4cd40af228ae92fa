package io.github.mambaout.weights;

import io.github.mambaout.layer.Parameter;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models in safetensors files, under timm's parameter names. A file that this library wrote says itself what network it
 * holds; files of timm's published models are recognised by their parameters.
 */
public final class ModelFile {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);
    private static final String CLASSIFIER = "head.fc.";

    private ModelFile() {}

    /**
     * @param path a file of this library, or of a published model
     * @return the network with its weights, and its metadata
     * @throws WeightFileException if the file can't be read, does not say what network it holds, or does not hold it whole
     */
    public static SavedModel load(Path path) {
        return load(path, LoadOptions.defaults());
    }

    /**
     * @param path a file of this library, or of a published model
     * @param options what to take from the file where it leaves a choice
     * @return the network with its weights, and its metadata
     * @throws WeightFileException if the file can't be read, does not say what network it holds, does not hold it whole, or
     *     has no averaged weights although they are asked for
     */
    public static SavedModel load(Path path, LoadOptions options) {
        try (WeightFile file = open(path, options)) {
            ModelMetadata metadata = metadata(file, options);
            return new SavedModel(read(file, metadata.config()), metadata);
        }
    }

    private static WeightFile open(Path path, LoadOptions options) {
        return WeightFile.open(path, options.averagedWeights() ? WeightSet.AVERAGED : WeightSet.TRAINED);
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
        try (WeightFile file = WeightFile.open(path, WeightSet.TRAINED)) {
            return new SavedModel(read(file, config), metadata(file, config));
        }
    }

    /**
     * Reads what a file says about its model without reading its weights.
     *
     * @param path a file of this library, or of a published model
     * @return its metadata
     * @throws WeightFileException if the file can't be read or does not say what network it holds
     */
    public static ModelMetadata metadata(Path path) {
        return metadata(path, LoadOptions.defaults());
    }

    /**
     * Reads what a file says about its model without reading its weights.
     *
     * @param path a file of this library, or of a published model
     * @param options what to take from the file where it leaves a choice
     * @return its metadata
     * @throws WeightFileException if the file can't be read or does not say what network it holds
     */
    public static ModelMetadata metadata(Path path, LoadOptions options) {
        try (WeightFile file = open(path, options)) {
            return metadata(file, options);
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

    private static ModelMetadata metadata(WeightFile file, LoadOptions options) {
        return options.model().map(name -> metadata(file, named(name, file))).orElseGet(() -> metadata(file));
    }

    /** The named model with the classes and channels that the file has. */
    private static MambaOutConfig named(String name, WeightFile file) {
        MambaOutConfig config = ModelZoo.config(name);
        return Architecture.of(shapes(file))
                .map(found -> config.toBuilder()
                        .numClasses(found.numClasses())
                        .inChans(found.inChans())
                        .build())
                .orElse(config);
    }

    /** What the file says beside its weights, for a network that is known. */
    private static ModelMetadata metadata(WeightFile file, MambaOutConfig config) {
        if (!ModelMetadata.isIn(file.metadata())) {
            return ModelMetadata.of(config);
        }
        ModelMetadata stored = ModelMetadata.parse(file.path(), file.metadata());
        return new ModelMetadata(config, stored.classNames(), stored.preprocessing(), stored.provenance());
    }

    private static ModelMetadata metadata(WeightFile file) {
        Optional<Architecture> found = Architecture.of(shapes(file));
        if (ModelMetadata.isIn(file.metadata())) {
            ModelMetadata metadata = ModelMetadata.parse(file.path(), file.metadata());
            Architecture said = Architecture.of(metadata.config());
            // Before a network is built, as sizes that a damaged file claims may not fit the memory.
            if (found.isPresent() && !found.get().equals(said)) {
                throw new WeightFileException(
                        file.path(),
                        "its metadata says that it holds " + said.describe() + " with " + said.numClasses()
                                + " classes, but its parameters are those of "
                                + found.get().describe() + " with "
                                + found.get().numClasses()
                                + ". The file is damaged; save it again.");
            }
            return metadata;
        }
        return found.flatMap(Architecture::published)
                .map(ModelMetadata::of)
                .orElseThrow(() -> new WeightFileException(
                        file.path(),
                        "does not say which model it holds, and its parameters are those of "
                                + found.map(Architecture::describe).orElse("no MambaOut")
                                + ". Name the model (--model), or use a file of this library or of one of "
                                + ModelZoo.names() + "."));
    }

    private static Map<String, Shape> shapes(WeightFile file) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        file.tensors().forEach((name, entry) -> shapes.put(name, entry.shape()));
        return shapes;
    }

    private static MambaOut read(WeightFile file, MambaOutConfig config) {
        MambaOut model = MambaOut.create(config, 0);
        Map<String, Parameter> parameters = model.parameters().byName();
        checkFit(file, config, parameters);
        parameters.forEach((name, parameter) -> parameter.fill(values -> {
            file.read(name, values);
            warnOfValuesThatAreNoNumbers(file, name, values);
        }));
        return model;
    }

    private static void warnOfValuesThatAreNoNumbers(WeightFile file, String name, Tensor values) {
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
                    name);
        }
    }

    private static void checkFit(WeightFile file, MambaOutConfig config, Map<String, Parameter> parameters) {
        Map<String, Shape> found = shapes(file);
        List<String> problems = new ArrayList<>();
        boolean onlyClasses = true;
        for (Map.Entry<String, Parameter> needed : parameters.entrySet()) {
            String name = needed.getKey();
            Shape shape = needed.getValue().shape();
            Shape actual = found.remove(name);
            if (shape.equals(actual)) {
                continue;
            }
            onlyClasses &= actual != null && name.startsWith(CLASSIFIER) && actual.rank() == shape.rank();
            problems.add(
                    actual == null
                            ? "parameter " + name + " " + shape + " of " + config.name() + " is missing"
                            : "parameter " + name + " is " + actual + ", but " + config.name() + " needs " + shape);
        }
        for (Map.Entry<String, Shape> left : found.entrySet()) {
            problems.add("parameter " + left.getKey() + " " + left.getValue() + " is not one of " + config.name());
            onlyClasses = false;
        }
        if (problems.isEmpty()) {
            return;
        }
        if (onlyClasses) {
            int classes = file.tensors().get(CLASSIFIER + "weight").shape().size(0);
            throw new WeightFileException(
                    file.path(),
                    "has " + classes + " classes, but " + config.numClasses() + " are asked for (" + problems.get(0)
                            + "). Leave the number of classes out or give " + classes
                            + "; to train for other classes, replace the classifier of the loaded model.");
        }
        String more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more such differences)" : "";
        String looks = Architecture.of(shapes(file))
                .map(Architecture::describe)
                .map(name -> " The file looks like " + name + "'s; name that model or use another file.")
                .orElse(" The file does not look like a MambaOut's; use another file.");
        throw new WeightFileException(file.path(), problems.get(0) + more + "." + looks);
    }
}
