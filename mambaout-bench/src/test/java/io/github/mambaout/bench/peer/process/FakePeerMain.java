package io.github.mambaout.bench.peer.process;

import java.io.IOException;

/** A process with a {@link FakePeer}, or one that behaves badly. */
final class FakePeerMain {
    private FakePeerMain() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "serve" -> PeerServer.serve(new FakePeer(), System.in, System.out);
            case "die" -> {
                System.err.println("first line");
                System.err.println("libsomething.so: cannot open shared object file");
                System.exit(3);
            }
            case "babble" -> System.out.println("Loading, please wait");
            case "hang" -> {
                // Until the other side closes its end or ends this process.
                while (System.in.read() >= 0) {}
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }
}
