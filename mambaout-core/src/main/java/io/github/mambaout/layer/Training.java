package io.github.mambaout.layer;

import io.github.mambaout.kernel.Compute;
import java.util.stream.IntStream;

/**
 * What a training pass runs on, and where its randomness comes from: each sample of the batch has numbers of its own, and
 * each layer its own part of them, so that neither the batch a sample falls into nor the order of layers changes what is
 * drawn.
 */
public final class Training implements AutoCloseable {
    private final Execution execution;
    private final Randomness[] samples;
    private final String place;

    private Training(Execution execution, Randomness[] samples, String place) {
        this.execution = execution;
        this.samples = samples;
        this.place = place;
    }

    /**
     * @param execution kernels, threads, memory
     * @param samples numbers of each sample of the batch, for instance keyed by (seed, epoch, index of the sample)
     * @return a pass over this batch
     */
    public static Training of(Execution execution, Randomness... samples) {
        return new Training(execution, samples.clone(), "");
    }

    /**
     * @param compute kernels and threads
     * @param seed any number
     * @param batchSize samples in the batch
     * @return a pass whose samples are keyed by (seed, place in the batch)
     */
    public static Training ofSeed(Compute compute, long seed, int batchSize) {
        Randomness random = Randomness.ofSeed(seed);
        return of(
                Execution.on(compute),
                IntStream.range(0, batchSize).mapToObj(random::at).toArray(Randomness[]::new));
    }

    /**
     * @param seed any number
     * @param batchSize samples in the batch
     * @return a pass on {@link Compute#shared()}
     */
    public static Training ofSeed(long seed, int batchSize) {
        return ofSeed(Compute.shared(), seed, batchSize);
    }

    /**
     * @param part name of a part of the layer at hand
     * @return the same pass, as that part sees it
     */
    public Training at(String part) {
        return new Training(execution, samples, place.isEmpty() ? part : place + "." + part);
    }

    /** @return kernels, threads and memory; what the pass returns is valid until this is closed */
    public Execution execution() {
        return execution;
    }

    /** @return samples in the batch */
    public int batchSize() {
        return samples.length;
    }

    /**
     * @param sample place in the batch
     * @return numbers of this sample for the layer at hand
     */
    public Randomness random(int sample) {
        return samples[sample].at(place);
    }

    @Override
    public void close() {
        execution.close();
    }
}
