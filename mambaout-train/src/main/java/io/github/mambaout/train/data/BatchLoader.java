package io.github.mambaout.train.data;

import io.github.mambaout.tensor.BufferPool;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Prepares batches ahead on background threads, while the one before is computed with. The threads share the samples of a batch. What a
 * batch holds, and the order of batches, depends on the plans alone, never on timing or on the number of threads. One thread takes the
 * batches; each must be closed before the one after the next can be prepared.
 */
public final class BatchLoader implements AutoCloseable {
    /** What happens to a sample whose picture cannot be read. */
    public enum Unreadable {
        /** The next readable sample of the set stands in: batches keep their size. For training. */
        REPLACED,
        /** It is left out: batches may be smaller. For evaluation, where every picture counts once. */
        LEFT_OUT
    }

    /** One that is computed with, one that is ready, one that is being prepared. */
    private static final int BATCHES_IN_MEMORY = 3;
    /** So many unreadable pictures in a row are no accident. */
    private static final int MOST_UNREADABLE = 1_000;

    private final DataSet data;
    private final SampleTransform transform;
    private final Iterator<BatchPlan> plans;
    private final Unreadable unreadable;
    private final Workspace memory;
    private final List<Thread> threads = new ArrayList<>();

    // Guarded by this.
    private final Deque<Tensor> free = new ArrayDeque<>();
    private final Deque<Preparation> started = new ArrayDeque<>();
    private boolean planned;
    /** Why there are no more plans, if that is no end as intended. */
    private Optional<Throwable> planning = Optional.empty();

    private boolean closed;
    private long waitedNanoseconds;

    /** A sample to prepare: one place of a batch. */
    private record Task(Preparation batch, int place) {}

    /**
     * Starts preparing.
     *
     * @param data where samples come from
     * @param transform what makes them inputs
     * @param batchSize the largest number of samples of a plan
     * @param plans the batches in their order
     * @param unreadable what happens to samples that cannot be read
     * @param pool where the batches' memory comes from
     * @param workers number of background threads, at least 1
     */
    public BatchLoader(
            DataSet data,
            SampleTransform transform,
            int batchSize,
            Iterator<BatchPlan> plans,
            Unreadable unreadable,
            BufferPool pool,
            int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("Batches need at least 1 worker, but " + workers + " were given");
        }
        this.data = data;
        this.transform = transform;
        this.plans = plans;
        this.unreadable = unreadable;
        Shape input = transform.batchShape(batchSize);
        this.memory = pool.open();
        for (int i = 0; i < BATCHES_IN_MEMORY; i++) {
            free.add(memory.borrow(input));
        }
        for (int i = 0; i < workers; i++) {
            Thread thread = new Thread(this::work, "mambaout-data-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Waits for the next batch.
     *
     * @return the batch, or nothing after the last one
     * @throws DataException if a batch cannot be made
     */
    public synchronized Optional<Batch> next() {
        long start = System.nanoTime();
        try {
            while (!closed && !(started.isEmpty() ? planned : started.peek().isComplete())) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException(data.name() + ": interrupted while waiting for a batch", e);
        } finally {
            waitedNanoseconds += System.nanoTime() - start;
        }
        if (closed || started.isEmpty()) {
            Optional<Throwable> failure = planning;
            planning = Optional.empty();
            failure.ifPresent(this::fail);
            return Optional.empty();
        }
        Preparation complete = started.remove();
        complete.failure().ifPresent(failure -> {
            planned = true;
            started.clear();
            fail(failure);
        });
        return Optional.of(complete.toBatch(transform, () -> giveBack(complete.input())));
    }

    /** @return for how long {@link #next} has made its caller wait since the start, in nanoseconds */
    public synchronized long waitedNanoseconds() {
        return waitedNanoseconds;
    }

    private void fail(Throwable failure) {
        throw failure instanceof DataException known
                ? known
                : new DataException(data.name() + ": a batch could not be made: " + failure.getMessage(), failure);
    }

    private void work() {
        for (Optional<Task> task = nextTask(); task.isPresent(); task = nextTask()) {
            prepare(task.get().batch(), task.get().place());
        }
    }

    private void prepare(Preparation batch, int place) {
        try {
            int index = batch.planned(place);
            Optional<Found> found = unreadable == Unreadable.REPLACED ? readableFrom(index) : at(index);
            found.ifPresent(readable -> batch.fill(place, readable.index(), readable.sample(), transform));
        } catch (RuntimeException | Error e) {
            batch.fail(place, e);
        }
        synchronized (this) {
            batch.placeIsDone();
            if (batch.isComplete()) {
                notifyAll();
            }
        }
    }

    /** The next sample in the order of the plans, or nothing if there are no more; waits while the memory is full. */
    private synchronized Optional<Task> nextTask() {
        try {
            while (!closed) {
                if (!started.isEmpty() && started.peekLast().hasMore()) {
                    return Optional.of(
                            new Task(started.peekLast(), started.peekLast().takePlace()));
                } else if (planned) {
                    return Optional.empty();
                } else if (free.isEmpty()) {
                    wait();
                } else {
                    startNextBatch();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private void startNextBatch() {
        try {
            if (plans.hasNext()) {
                started.add(new Preparation(plans.next(), free.remove()));
            } else {
                planned = true;
            }
        } catch (RuntimeException | Error e) {
            planned = true;
            planning = Optional.of(e);
        }
        notifyAll();
    }

    private synchronized void giveBack(Tensor place) {
        free.add(place);
        notifyAll();
    }

    private record Found(int index, Sample sample) {}

    private Optional<Found> at(int index) {
        return data.sample(index).map(sample -> new Found(index, sample));
    }

    private Optional<Found> readableFrom(int first) {
        int most = Math.min(data.size(), MOST_UNREADABLE);
        for (int step = 0; step < most; step++) {
            Optional<Found> found = at((int) (((long) first + step) % data.size()));
            if (found.isPresent()) {
                return found;
            }
        }
        String problem = most == data.size()
                ? "none of its " + most + " pictures can be read"
                : most + " pictures in a row can't be read";
        throw new DataException(data.name() + ": " + problem + ", for instance "
                + data.skipped().get(0).reason());
    }

    /**
     * Stops preparing, when the samples under way are done. Batches that were taken must not be used any more: their memory serves
     * others.
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        memory.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
