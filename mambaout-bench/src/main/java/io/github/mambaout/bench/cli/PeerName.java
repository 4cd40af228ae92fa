package io.github.mambaout.bench.cli;

import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.onnxruntime.OnnxRuntimePeer;
import java.util.Locale;

/** The peers by the names that {@code --peer} knows. */
enum PeerName {
    /** ONNX Runtime, which predicts. */
    ONNXRUNTIME {
        @Override
        Peer open(int threads) {
            return OnnxRuntimePeer.open(threads);
        }
    };

    /**
     * @param threads how many it computes with
     * @return the peer, to be closed
     */
    abstract Peer open(int threads);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
