package io.github.mambaout.bench.cli;

import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.onnxruntime.OnnxRuntimePeer;
import io.github.mambaout.bench.peer.pytorch.PyTorchInstallation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The peers by the names that {@code --peer} knows. */
enum PeerName {
    /** ONNX Runtime, which predicts. */
    ONNXRUNTIME(BenchKind.FORWARD) {
        @Override
        Peer open(int threads, PrintWriter out) {
            return OnnxRuntimePeer.open(threads);
        }
    },

    /** PyTorch in eager mode, which predicts and trains. */
    PYTORCH(BenchKind.FORWARD, BenchKind.TRAINING) {
        @Override
        Peer open(int threads, PrintWriter out) {
            PyTorchInstallation pytorch = PyTorchInstallation.in(
                    Optional.ofNullable(System.getProperty("mambaout.home")).map(Path::of));
            if (!pytorch.isComplete()) {
                out.printf(
                        "Maven fetches PyTorch's libraries (%s), this once; by hand: %s%n",
                        PyTorchInstallation.SIZE, pytorch.commandToFetch());
                out.flush();
                pytorch.fetch();
            }
            return pytorch.open(threads);
        }
    };

    private final List<BenchKind> kinds;

    PeerName(BenchKind... kinds) {
        this.kinds = List.of(kinds);
    }

    /**
     * @param threads how many it computes with
     * @param out is told what takes long
     * @return the peer, to be closed
     */
    abstract Peer open(int threads, PrintWriter out);

    /** @return what it does as well as we */
    List<BenchKind> kinds() {
        return kinds;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
