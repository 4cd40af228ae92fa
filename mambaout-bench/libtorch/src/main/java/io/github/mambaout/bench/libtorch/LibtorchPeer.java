package io.github.mambaout.bench.libtorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.model.MambaOut;
import java.util.Optional;

/**
 * PyTorch in eager mode, through libtorch: its own convolutions (oneDNN), linear maps (MKL), automatic gradients. How many
 * threads it uses is set when the JVM starts, by the system property {@value #THREADS}.
 */
final class LibtorchPeer implements Peer {
    /** Of DJL's engine; passed to {@code at::set_num_threads}. */
    static final String THREADS = "ai.djl.pytorch.num_threads";

    private final Engine engine;
    private final NDManager manager;

    /** Loads libtorch. */
    LibtorchPeer() {
        engine = Engine.getEngine("PyTorch");
        manager = engine.newBaseManager();
    }

    @Override
    public String name() {
        return "PyTorch";
    }

    @Override
    public String version() {
        return engine.getVersion();
    }

    @Override
    public PeerWorkload forward(MambaOut network, Batch batch) {
        return new LibtorchForward(network, batch, manager.newSubManager());
    }

    @Override
    public Optional<PeerWorkload> training(MambaOut network, Batch batch) {
        return Optional.of(new LibtorchTraining(network, batch, engine, manager.newSubManager()));
    }

    @Override
    public void close() {
        manager.close();
    }
}
