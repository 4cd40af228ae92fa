package io.github.mambaout.predict;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.UnreadablePictureException;
import io.github.mambaout.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Some pictures of a stream on their way into one tensor. Each picture takes the next free row when it has been decoded, so
 * that broken ones leave no gap; which row that is does not change its answer.
 */
final class PreparedBatch {
    private final PictureInputs inputs;
    private final Tensor place;
    private final StageTimes times;
    private final AtomicInteger filled = new AtomicInteger();
    private final List<Future<Row>> rows = new ArrayList<>();

    /** A picture's row of the tensor, or why it has none. */
    private record Row(Path picture, int index, Optional<UnreadablePictureException> problem) {
        <R> Outcome<R> outcome(List<R> results) {
            return problem.<Outcome<R>>map(reason -> new Outcome.Unreadable<>(picture, reason))
                    .orElseGet(() -> new Outcome.Answer<>(picture, results.get(index)));
        }
    }

    /**
     * @param inputs makes rows of pictures
     * @param place {@code [batch size, H, W, C]}
     * @param times is told how long reading and preparing take
     */
    PreparedBatch(PictureInputs inputs, Tensor place, StageTimes times) {
        this.inputs = inputs;
        this.place = place;
        this.times = times;
    }

    void add(Path picture, ExecutorService threads) {
        rows.add(threads.submit(() -> prepare(picture)));
    }

    private Row prepare(Path file) {
        long start = System.nanoTime();
        Picture picture;
        try {
            picture = inputs.read(file);
        } catch (UnreadablePictureException e) {
            times.addReading(System.nanoTime() - start);
            return new Row(file, -1, Optional.of(e));
        }
        long read = System.nanoTime();
        times.addReading(read - start);
        int row = filled.getAndIncrement();
        inputs.fill(place, row, picture);
        times.addPreparing(System.nanoTime() - read);
        return new Row(file, row, Optional.empty());
    }

    Tensor place() {
        return place;
    }

    /** Waits until every picture has been read. */
    void await() throws InterruptedException {
        for (Future<Row> row : rows) {
            get(row);
        }
    }

    /** @return the rows of the pictures that could be read; {@link #await} comes first */
    Tensor readable() {
        return place.slice(0, inputs.shape(filled.get()));
    }

    /**
     * @param results what the network gave for each row of {@link #readable()}
     * @return what came of each picture, in the order they were added
     */
    <R> List<Outcome<R>> outcomes(List<R> results) throws InterruptedException {
        List<Outcome<R>> outcomes = new ArrayList<>(rows.size());
        for (Future<Row> row : rows) {
            outcomes.add(get(row).outcome(results));
        }
        return outcomes;
    }

    private static Row get(Future<Row> row) throws InterruptedException {
        try {
            return row.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            throw new IllegalStateException("A picture could not be prepared", e.getCause());
        }
    }
}
