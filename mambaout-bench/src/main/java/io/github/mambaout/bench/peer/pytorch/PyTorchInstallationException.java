package io.github.mambaout.bench.peer.pytorch;

/** PyTorch can't be started as a peer, because something is missing that this says how to get. */
public final class PyTorchInstallationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PyTorchInstallationException(String message) {
        super(message);
    }

    PyTorchInstallationException(String message, Throwable cause) {
        super(message, cause);
    }
}
