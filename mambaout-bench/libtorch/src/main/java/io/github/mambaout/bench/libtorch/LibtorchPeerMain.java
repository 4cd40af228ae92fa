package io.github.mambaout.bench.libtorch;

import io.github.mambaout.bench.peer.process.PeerServer;
import java.io.IOException;
import java.io.PrintStream;

/** The process in which PyTorch runs. */
public final class LibtorchPeerMain {
    private LibtorchPeerMain() {}

    /**
     * Serves requests until they end.
     *
     * @param arguments none
     * @throws IOException if the other side is gone
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream replies = System.out;
        // Whatever prints must not get between the replies.
        System.setOut(System.err);
        PeerServer.serve(new LibtorchPeer(), System.in, replies);
        System.exit(0);
    }
}
