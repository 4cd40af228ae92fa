package io.github.mambaout.bench.peer;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Another runtime that computes the same networks. It uses as many threads as it was opened for, and none of them takes time
 * from this process while no workload of it runs.
 */
public interface Peer extends AutoCloseable {

    /** @return its name as its makers write it */
    String name();

    /** @return its version */
    String version();

    /**
     * Prepares a forward pass, as in prediction.
     *
     * @param network the network; its weights are copied
     * @param batch what goes in
     * @return runs of it; each gives the logits, row after row
     */
    PeerWorkload forward(MambaOut network, Batch batch);

    /**
     * Prepares training steps: the forward pass, cross-entropy averaged over the batch without smoothing, the gradients of all
     * parameters, and an AdamW step with the settings of {@link TrainingStep}.
     *
     * @param network the network; its weights are copied
     * @param batch what goes in
     * @return runs of it, each of which goes on from the weights that the one before left and gives the loss as its only
     *     value; nothing for a runtime that can't train
     */
    Optional<PeerWorkload> training(MambaOut network, Batch batch);

    /**
     * Prepares a fresh process that labels one picture.
     *
     * @param model what to label it with
     * @param picture a file
     * @param folder a place for files
     * @return a main class with its arguments, whose first line of output is the label; nothing where there is none
     * @throws IOException if a file can't be written
     */
    default Optional<List<String>> firstLabel(SavedModel model, Path picture, Path folder) throws IOException {
        return Optional.empty();
    }

    /** Ends it, with its workloads. */
    @Override
    void close();
}
