package io.github.mambaout.train.checkpoint;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Saves the weights of a run under way: the last ones, the best ones, and, when training fails, the last that were still
 * good.
 */
public final class WeightKeeper {
    private final RunFolder folder;
    private final MambaOut model;
    private final ModelMetadata metadata;
    private final Tensor good;
    private double bestScore = Double.NEGATIVE_INFINITY;
    private long goodUpdates = -1;

    /**
     * @param folder where files go
     * @param model whose weights are saved
     * @param metadata what is saved beside them
     */
    public WeightKeeper(RunFolder folder, MambaOut model, ModelMetadata metadata) {
        this.folder = folder;
        this.model = model;
        this.metadata = metadata;
        this.good = Tensor.zeros(model.parameters().flat().shape());
    }

    /**
     * Keeps a copy of the present weights in memory, as good ones.
     *
     * @param updates how many updates made them
     */
    public void remember(long updates) {
        good.copyFrom(model.parameters().flat());
        goodUpdates = updates;
    }

    /**
     * Saves the present weights as the last ones.
     *
     * @param updates how many updates made them
     * @return the file
     */
    public Path saveLast(long updates) {
        return save(folder.last(), updates);
    }

    /**
     * Saves the present weights as the average of the last ones, in whose place they are.
     *
     * @param updates how many updates made them
     * @return the file
     */
    public Path saveLastAveraged(long updates) {
        return save(folder.lastAveraged(), updates);
    }

    /**
     * Saves the present weights as the best ones if they are better than all before.
     *
     * @param updates how many updates made them
     * @param score what they reach; the higher, the better
     * @return whether they were saved, to {@link RunFolder#best()}
     */
    public boolean saveIfBest(long updates, double score) {
        if (score <= bestScore) {
            return false;
        }
        save(folder.best(), updates);
        bestScore = score;
        return true;
    }

    /**
     * Goes back to the weights that were remembered and saves them as the last ones.
     *
     * @return whether there were any
     */
    public boolean saveRemembered() {
        if (goodUpdates < 0) {
            return false;
        }
        model.parameters().flat().copyFrom(good);
        model.parameters().changed();
        save(folder.last(), goodUpdates);
        return true;
    }

    private Path save(Path file, long updates) {
        Provenance provenance = metadata.provenance();
        Map<String, String> options = new TreeMap<>(provenance.options());
        options.put("updates", Long.toString(updates));
        ModelFile.save(
                file,
                model,
                new ModelMetadata(
                        metadata.config(),
                        metadata.classNames(),
                        metadata.preprocessing(),
                        new Provenance(
                                provenance.data(),
                                options,
                                provenance.seed(),
                                provenance.version(),
                                provenance.jdk())));
        return file;
    }
}
