package io.github.mambaout.predict;

import io.github.mambaout.image.Picture;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import io.github.mambaout.weights.SavedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What all predictors share: prepares pictures as the model's inputs, runs the network on batches of them, and refuses to
 * once it is closed. Safe for many threads; all memory of a call is borrowed and goes back when the call ends, so that
 * nothing grows and nothing is left to free when it closes.
 *
 * @param <R> what the network gives for a picture
 */
final class PredictorCore<R> implements AutoCloseable {
    /** The last step of a predictor: results for the rows of a batch, in memory of their own. */
    @FunctionalInterface
    interface Network<R> {
        /**
         * @param inputs {@code [N, H, W, C]}
         * @param execution kernels, threads and memory
         * @return N results
         */
        List<R> run(Tensor inputs, Execution execution);
    }

    private final String owner;
    private final Compute compute;
    private final PredictorOptions options;
    private final PictureInputs inputs;
    private final MambaOut model;
    private final Network<R> network;
    private final Set<OutcomeIterator<R>> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param owner what is closed, for the message: {@code classifier}
     * @param saved whose preprocessing is used
     * @param compute kernels, threads and memory
     * @param options how pictures are read and grouped
     * @param network computes the results
     */
    PredictorCore(String owner, SavedModel saved, Compute compute, PredictorOptions options, Network<R> network) {
        this.owner = owner;
        this.compute = compute;
        this.options = options;
        this.inputs = new PictureInputs(options.reader(), saved.metadata().preprocessing());
        this.model = saved.model();
        this.network = network;
    }

    PictureInputs inputs() {
        return inputs;
    }

    R ofFile(Path picture) {
        requireOpen();
        return ofPicture(inputs.read(picture));
    }

    R ofPicture(Picture picture) {
        return ofPicture(picture, network);
    }

    /** With another last step than the usual one. */
    R ofPicture(Picture picture, Network<R> other) {
        return inBatches(1, index -> picture, other).get(0);
    }

    List<R> ofFiles(List<Path> pictures) {
        return inBatches(pictures.size(), index -> inputs.read(pictures.get(index)), network);
    }

    List<R> ofPictures(List<Picture> pictures) {
        return inBatches(pictures.size(), pictures::get, network);
    }

    private List<R> inBatches(int count, IntFunction<Picture> pictures, Network<R> step) {
        requireOpen();
        List<R> results = new ArrayList<>(count);
        for (int start = 0; start < count; start += options.batchSize()) {
            int first = start;
            int size = Math.min(options.batchSize(), count - start);
            requireOpen();
            try (Execution execution = Execution.on(compute)) {
                Tensor batch = execution.borrow(inputs.shape(size));
                compute.workers().run(size, (i, scratch) -> inputs.fill(batch, i, pictures.apply(first + i)));
                awaitWarmUp(batch.shape());
                results.addAll(step.run(batch, execution));
            }
        }
        return List.copyOf(results);
    }

    List<R> ofInputs(Tensor prepared) {
        requireOpen();
        awaitWarmUp(prepared.shape());
        try (Execution execution = Execution.on(compute)) {
            return network.run(prepared, execution);
        }
    }

    private void awaitWarmUp(Shape coming) {
        prepare(coming);
        options.warmUp().await();
    }

    /** Arranges the network for inputs of a shape while kernels are compiled anyway. */
    void prepare(Shape coming) {
        if (!options.warmUp().hasEnded()) {
            try (Execution execution = Execution.on(compute)) {
                model.prepare(coming, execution);
            }
        }
    }

    Stream<Outcome<R>> stream(Iterable<Path> pictures, StageTimes times) {
        requireOpen();
        OutcomeIterator<R> outcomes = new OutcomeIterator<>(this, pictures.iterator(), times);
        streams.add(outcomes);
        if (closed) {
            // Closed between the check and the entry, so that nobody else ends it.
            outcomes.close();
        }
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(outcomes, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(outcomes::close);
    }

    /** @return pictures of a batch, each a row of {@link #batchShape()} */
    int batchSize() {
        return options.batchSize();
    }

    Shape batchShape() {
        return inputs.shape(options.batchSize());
    }

    int threads() {
        return compute.workers().threads();
    }

    Workspace openMemory() {
        return compute.memory().open();
    }

    void forget(OutcomeIterator<R> stream) {
        streams.remove(stream);
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "This " + owner + " has been closed. Make another one, or close it later, after its last use.");
        }
    }

    /** Refuses further calls and ends the streams; calls that have begun end as usual. */
    @Override
    public void close() {
        closed = true;
        streams.forEach(OutcomeIterator::close);
    }
}
