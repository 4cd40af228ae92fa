package io.github.mambaout.predict;

import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The outcomes of pictures in their order. Threads of its own read and prepare the next batches while the one before is in
 * the network, which runs on the caller's thread when the outcomes at hand are used up. At most {@value #BATCHES} batches
 * are in memory, so pictures are taken from the source only that far ahead.
 */
final class OutcomeIterator<R> implements Iterator<Outcome<R>>, AutoCloseable {
    /** One in the network, one that is ready, one that is being filled. */
    private static final int BATCHES = 3;

    private final PredictorCore<R> core;
    private final Iterator<Path> pictures;
    private final StageTimes times;
    private final Workspace memory;
    private final ExecutorService threads;
    private final Deque<Tensor> free = new ArrayDeque<>();
    private final Deque<PreparedBatch> coming = new ArrayDeque<>();
    private Iterator<Outcome<R>> atHand = List.<Outcome<R>>of().iterator();
    private int places;
    private boolean exhausted;
    private boolean ended;

    OutcomeIterator(PredictorCore<R> core, Iterator<Path> pictures, StageTimes times) {
        this.core = core;
        this.pictures = pictures;
        this.times = times;
        memory = core.openMemory();
        threads = Executors.newFixedThreadPool(core.threads(), task -> {
            Thread thread = new Thread(task, "mambaout-reader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @throws IllegalStateException if the predictor has been closed before the last picture */
    @Override
    public synchronized boolean hasNext() {
        if (atHand.hasNext()) {
            return true;
        }
        if (exhausted) {
            return false;
        }
        core.requireOpen();
        if (ended) {
            return false;
        }
        boolean computed = false;
        try {
            readAhead();
            if (coming.isEmpty()) {
                exhausted = true;
                close();
                return false;
            }
            atHand = compute(coming.removeFirst()).iterator();
            computed = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("Interrupted while waiting for pictures");
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            if (!computed) {
                close();
            }
        }
        return true;
    }

    @Override
    public synchronized Outcome<R> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more pictures");
        }
        return atHand.next();
    }

    private void readAhead() {
        while (pictures.hasNext() && (!free.isEmpty() || places < BATCHES)) {
            PreparedBatch batch = new PreparedBatch(core.inputs(), place(), times);
            for (int i = 0; i < core.batchSize() && pictures.hasNext(); i++) {
                batch.add(pictures.next(), threads);
            }
            coming.addLast(batch);
        }
    }

    /** Borrowed when it is first needed: few pictures need one place only. */
    private Tensor place() {
        if (free.isEmpty()) {
            places++;
            return memory.borrow(core.batchShape());
        }
        return free.removeFirst();
    }

    private List<Outcome<R>> compute(PreparedBatch batch) throws InterruptedException {
        core.prepare(core.batchShape());
        batch.await();
        Tensor readable = batch.readable();
        List<R> results = List.of();
        if (readable.shape().size(0) > 0) {
            long start = System.nanoTime();
            results = core.ofInputs(readable);
            times.addNetwork(System.nanoTime() - start, core.threads());
        }
        free.addLast(batch.place());
        return batch.outcomes(results);
    }

    /** Ends reading; waits for a batch that another thread is computing. What has been computed can still be taken. */
    @Override
    public synchronized void close() {
        if (ended) {
            return;
        }
        ended = true;
        threads.shutdownNow();
        // The readers write into borrowed memory, which must not go back before they have ended.
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        memory.close();
        core.forget(this);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
