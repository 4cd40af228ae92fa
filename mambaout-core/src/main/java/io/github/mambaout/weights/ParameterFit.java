package io.github.mambaout.weights;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the parameters that a file has with those that a network needs. */
final class ParameterFit {
    private static final String CLASSIFIER = "head.fc.";

    private final NamedWeights file;
    private final MambaOutConfig config;
    private final List<String> differences = new ArrayList<>();
    private boolean onlyClasses = true;

    private ParameterFit(NamedWeights file, MambaOutConfig config, Map<String, Shape> needed) {
        this.file = file;
        this.config = config;
        Map<String, Shape> rest = new LinkedHashMap<>(file.shapes());
        needed.forEach((name, shape) -> compare(name, shape, rest));
        rest.forEach((name, shape) -> {
            differences.add("parameter " + file.called(name) + " " + shape + " is not one of " + config.name());
            onlyClasses = false;
        });
    }

    private void compare(String name, Shape needed, Map<String, Shape> rest) {
        if (!rest.containsKey(name)) {
            differences.add("parameter " + name + " " + needed + " of " + config.name() + " is missing");
            onlyClasses = false;
            return;
        }
        Shape actual = rest.remove(name);
        if (!actual.equals(needed)) {
            differences.add(
                    "parameter " + file.called(name) + " is " + actual + ", but " + config.name() + " needs " + needed);
            onlyClasses &= name.startsWith(CLASSIFIER) && actual.rank() == needed.rank();
        }
    }

    /**
     * @param file a weight file
     * @param config a network
     * @throws WeightFileException if the file's parameters are not the network's; the message names the first that differs
     *     and says what the file looks like
     */
    static void require(NamedWeights file, MambaOutConfig config) {
        ParameterFit fit = new ParameterFit(file, config, needed(file, config));
        if (!fit.differences.isEmpty()) {
            throw new WeightFileException(file.path(), fit.onlyClasses ? fit.otherClasses() : fit.otherModel());
        }
    }

    private static Map<String, Shape> needed(NamedWeights file, MambaOutConfig config) {
        try {
            return MambaOut.parameterShapes(config);
        } catch (IllegalArgumentException e) {
            throw new WeightFileException(
                    file.path(), "a network of its sizes is too large: " + e.getMessage() + ".", e);
        }
    }

    private String otherClasses() {
        int classes = file.shapes().get(CLASSIFIER + "weight").size(0);
        return "has " + classes + " classes, but " + config.numClasses() + " are asked for (" + differences.get(0)
                + "). Leave the number of classes out or give " + classes
                + "; to train for other classes, replace the classifier of the loaded model.";
    }

    private String otherModel() {
        int others = differences.size() - 1;
        return differences.get(0)
                + (others == 0 ? "" : " (and " + others + " more such differences)")
                + ". "
                + Architecture.of(file.shapes())
                        .map(this::looksLike)
                        .orElse("The file does not look like a MambaOut's; use another file.");
    }

    private String looksLike(Architecture found) {
        if (found.equals(Architecture.of(config))) {
            return "Otherwise the file looks like " + config.name()
                    + "'s: it is damaged, or its network was changed; use another file.";
        }
        return found.published()
                .map(model -> "The file looks like " + model.name() + "'s; name that model or use another file.")
                .orElseGet(() -> "The file looks like " + found.describe()
                        + "; leave the model's name out to take it as that, or use another file.");
    }
}
