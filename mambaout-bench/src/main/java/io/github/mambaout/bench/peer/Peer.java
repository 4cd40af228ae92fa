package io.github.mambaout.bench.peer;

import io.github.mambaout.model.MambaOut;
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

    /** Ends it, with its workloads. */
    @Override
    void close();
}
