package io.github.mambaout.bench.peer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Layer;

/** A batch of pictures to logits, as in prediction. */
public final class ForwardPass implements Workload {
    private final Layer network;
    private final Compute compute;
    private final Batch batch;

    /**
     * @param network the network
     * @param batch what goes in
     * @param compute kernels, threads and memory
     */
    public ForwardPass(Layer network, Batch batch, Compute compute) {
        this.network = network;
        this.compute = compute;
        this.batch = batch;
    }

    @Override
    public float[] run() {
        try (Execution execution = Execution.on(compute)) {
            return network.forward(batch.pictures(), execution).toArray();
        }
    }

    @Override
    public long multiplyAdds() {
        return network.multiplyAdds(batch.pictures().shape());
    }

    @Override
    public int pictures() {
        return batch.size();
    }
}
