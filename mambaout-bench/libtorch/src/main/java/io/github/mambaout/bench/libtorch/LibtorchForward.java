package io.github.mambaout.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.PeerRun;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.model.MambaOut;

/** A forward pass without gradients, as under {@code torch.no_grad()}. */
final class LibtorchForward implements PeerWorkload {
    private final NDManager manager;
    private final LibtorchNetwork network;
    private final NDArray pictures;

    LibtorchForward(MambaOut network, Batch batch, NDManager manager) {
        this.manager = manager;
        this.network = new LibtorchNetwork(network, manager);
        pictures = LibtorchArrays.pictures(batch, manager);
    }

    @Override
    public PeerRun run() {
        long start = System.nanoTime();
        try (NDArray logits = network.logits(pictures)) {
            long end = System.nanoTime();
            Rest.afterWork();
            return new PeerRun(end - start, logits.toFloatArray());
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
