package io.github.mambaout.train.checkpoint;

import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import io.github.mambaout.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Saves the weights of a run under way as plain weight files: the last ones, the best ones, and, when training fails, the last that
 * were still good. Weights are given as all parameters, one behind the other.
 */
public final class WeightKeeper {
    private final RunFolder folder;
    private final ModelMetadata metadata;
    private final Tensor good;
    private double bestScore = Double.NEGATIVE_INFINITY;
    private long goodUpdates = -1;

    /**
     * @param folder where files go
     * @param metadata what is saved beside weights
     */
    public WeightKeeper(RunFolder folder, ModelMetadata metadata) {
        this.folder = folder;
        this.metadata = metadata;
        this.good = FlatWeights.zeros(metadata);
    }

    /**
     * Keeps a copy of weights in memory, as good ones.
     *
     * @param weights whose loss is a finite number
     * @param updates how many updates made them
     */
    public void remember(Tensor weights, long updates) {
        good.copyFrom(weights);
        goodUpdates = updates;
    }

    /**
     * Saves weights as the last ones.
     *
     * @param weights the last ones
     * @param updates how many updates made them
     * @return the file
     */
    public Path saveLast(Tensor weights, long updates) {
        return save(folder.last(), weights, updates);
    }

    /**
     * Saves the average of the last weights.
     *
     * @param averaged the average
     * @param updates how many updates made it
     * @return the file
     */
    public Path saveLastAveraged(Tensor averaged, long updates) {
        return save(folder.lastAveraged(), averaged, updates);
    }

    /** @param score what the best weights so far have reached, in a run that goes on */
    public void bestWas(double score) {
        bestScore = score;
    }

    /**
     * Saves weights as the best ones if they are better than all before.
     *
     * @param weights that were judged
     * @param updates how many updates made them
     * @param score what they reach; the higher, the better
     * @return whether they were saved, to {@link RunFolder#best()}
     */
    public boolean saveIfBest(Tensor weights, long updates, double score) {
        if (score <= bestScore) {
            return false;
        }
        save(folder.best(), weights, updates);
        bestScore = score;
        return true;
    }

    /**
     * Saves the weights that were remembered as the last ones.
     *
     * @return whether there were any
     */
    public boolean saveRemembered() {
        if (goodUpdates < 0) {
            return false;
        }
        save(folder.last(), good, goodUpdates);
        return true;
    }

    private Path save(Path file, Tensor weights, long updates) {
        Provenance provenance = metadata.provenance();
        Map<String, String> options = new TreeMap<>(provenance.options());
        options.put("updates", Long.toString(updates));
        SafetensorsWriter writer = new SafetensorsWriter()
                .metadata(new ModelMetadata(
                                metadata.config(),
                                metadata.classNames(),
                                metadata.preprocessing(),
                                new Provenance(
                                        provenance.data(),
                                        options,
                                        provenance.seed(),
                                        provenance.version(),
                                        provenance.jdk()))
                        .toStrings());
        FlatWeights.forEach(metadata, weights, writer::tensor);
        writer.write(file);
        return file;
    }
}
