package io.github.mambaout.train.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets work end by itself when the process is told to stop (Ctrl-C, SIGTERM): the process goes on until this is closed, so that
 * what has been done is saved.
 */
final class GracefulStop implements AutoCloseable {
    /** Work that asks now and then is done well before; what hangs longer must not keep the process alive. */
    private static final long LONGEST_MILLISECONDS = 120_000;
    /** Work that has not ended by then is saved beside it. */
    private static final long GRACE_MILLISECONDS = 1_000;
    /** Whoever stops a process may kill it five seconds later. */
    private static final long SAVING_MILLISECONDS = 3_500;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    /** Work that another thread can save while it goes on. */
    interface Savable {
        /** Tells the work to end at its next good moment. */
        void requestStop();

        /** Saves what has been reached, unless the work has done so by itself. */
        void save();

        /** Is told that the process ends before the work does, which has been saved. */
        void abandoned();
    }

    private GracefulStop(Consumer<GracefulStop> ending) {
        hook = new Thread(
                () -> {
                    requested = true;
                    ending.accept(this);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @return for work that asks {@link #requested()} now and then */
    static GracefulStop whenAsked() {
        return new GracefulStop(stop -> stop.hasEndedAfter(LONGEST_MILLISECONDS));
    }

    /**
     * @param work has five seconds, whatever it is doing
     * @return for work that may take long to stop by itself
     */
    static GracefulStop saving(Savable work) {
        return new GracefulStop(stop -> stop.end(work));
    }

    private void end(Savable work) {
        long start = System.nanoTime();
        work.requestStop();
        if (!hasEndedAfter(GRACE_MILLISECONDS)) {
            work.save();
            long spent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (!hasEndedAfter(SAVING_MILLISECONDS - spent)) {
                work.abandoned();
            }
        }
    }

    private boolean hasEndedAfter(long milliseconds) {
        try {
            return ended.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
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
