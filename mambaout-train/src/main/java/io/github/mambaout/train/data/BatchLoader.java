package io.github.mambaout.train.data;

import io.github.mambaout.tensor.BufferPool;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Prepares batches ahead on one background thread, while the one before is computed with. What a batch holds depends on
 * its plan alone, never on timing. One thread takes the batches; each must be closed before the one after the next
 * can be prepared.
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

    private final DataSet data;
    private final SampleTransform transform;
    private final Unreadable unreadable;
    private final BlockingQueue<Tensor> free = new LinkedBlockingQueue<>();
    private final BlockingQueue<Prepared> ready = new LinkedBlockingQueue<>();
    private final Workspace memory;
    private final Thread thread;
    private boolean ended;

    /** What the background thread hands over: a batch, the end, or a failure. */
    private sealed interface Prepared {}

    private record Ready(Batch batch) implements Prepared {}

    private record End() implements Prepared {}

    private record Failed(Throwable failure) implements Prepared {}

    /**
     * Starts preparing.
     *
     * @param data where samples come from
     * @param transform what makes them inputs
     * @param batchSize the largest number of samples of a plan
     * @param plans the batches in their order
     * @param unreadable what happens to samples that cannot be read
     * @param pool where the batches' memory comes from
     */
    public BatchLoader(
            DataSet data,
            SampleTransform transform,
            int batchSize,
            Iterator<BatchPlan> plans,
            Unreadable unreadable,
            BufferPool pool) {
        this.data = data;
        this.transform = transform;
        this.unreadable = unreadable;
        Shape input = transform.batchShape(batchSize);
        this.memory = pool.open();
        for (int i = 0; i < BATCHES_IN_MEMORY; i++) {
            free.add(memory.borrow(input));
        }
        this.thread = new Thread(() -> prepareAll(plans), "mambaout-data");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for the next batch.
     *
     * @return the batch, or nothing after the last one
     * @throws DataException if a batch cannot be made
     */
    public Optional<Batch> next() {
        if (ended) {
            return Optional.empty();
        }
        Prepared prepared;
        try {
            prepared = ready.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException(data.name() + ": interrupted while waiting for a batch", e);
        }
        if (prepared instanceof Ready next) {
            return Optional.of(next.batch());
        }
        ended = true;
        if (prepared instanceof Failed failed) {
            if (failed.failure() instanceof DataException known) {
                throw known;
            }
            throw new DataException(
                    data.name() + ": a batch could not be made: "
                            + failed.failure().getMessage(),
                    failed.failure());
        }
        return Optional.empty();
    }

    private void prepareAll(Iterator<BatchPlan> plans) {
        try {
            while (plans.hasNext()) {
                ready.add(new Ready(prepare(plans.next(), free.take())));
            }
            ready.add(new End());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            ready.add(new Failed(e));
        }
    }

    private Batch prepare(BatchPlan plan, Tensor place) {
        int[] labels = new int[plan.indices().length];
        int[] indices = new int[labels.length];
        int count = 0;
        for (int planned : plan.indices()) {
            Optional<Found> found = unreadable == Unreadable.REPLACED ? readableFrom(planned) : at(planned);
            if (found.isPresent()) {
                int index = found.get().index();
                Sample sample = found.get().sample();
                transform.apply(sample.picture(), plan.epoch(), index, place, count);
                labels[count] = sample.label();
                indices[count] = index;
                count++;
            }
        }
        return new Batch(
                plan.epoch(),
                place.slice(0, transform.batchShape(count)),
                Arrays.copyOf(labels, count),
                Arrays.copyOf(indices, count),
                () -> free.add(place));
    }

    private record Found(int index, Sample sample) {}

    private Optional<Found> at(int index) {
        return data.sample(index).map(sample -> new Found(index, sample));
    }

    private Optional<Found> readableFrom(int planned) {
        for (int step = 0; step < data.size(); step++) {
            Optional<Found> found = at((planned + step) % data.size());
            if (found.isPresent()) {
                return found;
            }
        }
        throw new DataException(data.name() + ": none of its " + data.size() + " pictures can be read, for instance "
                + data.skipped().get(0).reason());
    }

    /** Stops preparing. Batches that were taken must not be used any more: their memory serves others. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        memory.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
