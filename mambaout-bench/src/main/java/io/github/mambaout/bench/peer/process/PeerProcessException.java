package io.github.mambaout.bench.peer.process;

/** A peer in a process of its own did not start, ended, did not answer or could not do what it was asked for. */
public final class PeerProcessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PeerProcessException(String message) {
        super(message);
    }

    PeerProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
