package io.github.mambaout.weights;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An open weight file of a MambaOut, whose parameters go by timm's names, however the file names them. */
final class NamedWeights implements AutoCloseable {
    private final WeightFile file;
    private final ParameterNames names;
    private final Map<String, Shape> shapes;

    private NamedWeights(WeightFile file) {
        this.file = file;
        List<String> parameters = file.tensors().entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith(ModelFile.TRAINING) && !isCounter(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        this.names = ParameterNames.of(file.path(), parameters);
        Map<String, Shape> byName = new LinkedHashMap<>();
        names.stored()
                .forEach((timm, stored) ->
                        byName.put(timm, file.tensors().get(stored).shape()));
        this.shapes = Collections.unmodifiableMap(byName);
    }

    /** PyTorch keeps counters beside the parameters, for instance {@code n_averaged} beside averaged weights. */
    private static boolean isCounter(StoredTensor tensor) {
        return !tensor.type().readsAsFloats() && tensor.shape().elements() == 1;
    }

    /**
     * @param path a weight file of any kind
     * @param set which weights are meant if the file holds two sets
     * @return the open file
     * @throws WeightFileException if the file can't be read, or holds a parameter that can't be a MambaOut's
     */
    static NamedWeights open(Path path, WeightSet set) {
        WeightFile file = WeightFile.open(path, set);
        boolean understood = false;
        try {
            NamedWeights weights = new NamedWeights(file);
            understood = true;
            return weights;
        } finally {
            if (!understood) {
                file.close();
            }
        }
    }

    /** @return the file's path, as it was given */
    Path path() {
        return file.path();
    }

    /** @return the file beneath, where parameters have its own names */
    WeightFile file() {
        return file;
    }

    /** @return how the file names its parameters */
    ParameterNames names() {
        return names;
    }

    /** @return shapes by timm's names, in the file's order; can't be changed */
    Map<String, Shape> shapes() {
        return shapes;
    }

    /** @return the number of values of all parameters */
    long values() {
        return shapes.values().stream().mapToLong(Shape::elements).sum();
    }

    /** @return types of the parameters' values in the file */
    Set<ElementType> types() {
        return names.stored().values().stream()
                .map(stored -> file.tensors().get(stored).type())
                .collect(Collectors.toSet());
    }

    /**
     * @param timm timm's name of a parameter, whether the file has it or not
     * @return for messages: that name, and the file's own where it is another
     */
    String called(String timm) {
        String stored = names.stored().getOrDefault(timm, timm);
        return stored.equals(timm) ? timm : stored + " (in timm " + timm + ")";
    }

    /**
     * @param timm timm's name of a parameter in {@link #shapes()}
     * @param target where its values go; of its shape
     * @throws WeightFileException if it holds no floats, or if it can't be read
     */
    void read(String timm, Tensor target) {
        file.read(names.stored().get(timm), target);
    }

    /**
     * @param timm timm's name of a parameter in {@link #shapes()}
     * @return its values; mapped where the file's layout allows
     * @throws WeightFileException if it holds no floats, or if it can't be read
     */
    Tensor tensor(String timm) {
        return file.tensor(names.stored().get(timm));
    }

    @Override
    public void close() {
        file.close();
    }
}
