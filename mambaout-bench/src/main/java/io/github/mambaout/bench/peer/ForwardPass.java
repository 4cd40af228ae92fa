package io.github.mambaout.bench.peer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/** A batch of pictures to logits, as in prediction. */
public final class ForwardPass implements Workload {
    private final Layer network;
    private final Compute compute;
    private final Tensor pictures;

    /**
     * @param network the network
     * @param input shape of a batch, {@code [N, H, W, C]}
     * @param compute kernels, threads and memory
     */
    public ForwardPass(Layer network, Shape input, Compute compute) {
        this.network = network;
        this.compute = compute;
        pictures = Batch.pictures(input);
    }

    @Override
    public void run() {
        try (Execution execution = Execution.on(compute)) {
            network.forward(pictures, execution);
        }
    }

    @Override
    public long multiplyAdds() {
        return network.multiplyAdds(pictures.shape());
    }

    @Override
    public int pictures() {
        return pictures.shape().size(0);
    }
}
