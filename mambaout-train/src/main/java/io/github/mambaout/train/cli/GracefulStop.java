package io.github.mambaout.train.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work end by itself when the process is told to stop (Ctrl-C): the process goes on until this is closed, so that what
 * has been done is saved.
 */
final class GracefulStop implements AutoCloseable {
    /** A batch and a save are done well before; what hangs longer must not keep the process alive. */
    private static final long SECONDS = 120;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    private GracefulStop(Runnable request) {
        hook = new Thread(() -> stop(request), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @return for work that asks {@link #requested()} now and then */
    static GracefulStop whenAsked() {
        return new GracefulStop(() -> {});
    }

    /**
     * @param request tells the work to stop
     * @return for work that is told
     */
    static GracefulStop telling(Runnable request) {
        return new GracefulStop(request);
    }

    private void stop(Runnable request) {
        requested = true;
        request.run();
        try {
            ended.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the process was told to stop */
    boolean requested() {
        return requested;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending because of Ctrl-C; the hook has done its work.
            return;
        }
    }
}
