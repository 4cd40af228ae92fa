package io.github.mambaout.kernel;

import io.github.mambaout.tensor.BufferPool;

/**
 * What a pass computes with: kernels, threads and reusable memory.
 *
 * @param kernels arithmetic
 * @param workers threads
 * @param memory buffers
 */
public record Compute(Kernels kernels, Workers workers, BufferPool memory) {

    /** The system property that sets the number of threads of {@link #shared()}. */
    public static final String THREADS_PROPERTY = "mambaout.threads";

    private static final class Shared {
        static final Compute INSTANCE = of(KernelProviders.selected().kernels(), defaultThreads());

        private Shared() {}
    }

    /**
     * @return the one that is used where none is named, made on first use: the provider that {@link KernelProviders}
     *     selects, on as many threads as {@value #THREADS_PROPERTY} says (default: the processors that this process may
     *     use)
     */
    public static Compute shared() {
        // Refusals are clear here; in the initialiser of a class they would be wrapped.
        KernelProviders.selected();
        defaultThreads();
        return Shared.INSTANCE;
    }

    /**
     * @param kernels arithmetic
     * @param threads threads, at least 1
     * @return threads and memory of its own, apart from {@link #shared()}
     */
    public static Compute of(Kernels kernels, int threads) {
        return new Compute(kernels, new Workers(threads), new BufferPool());
    }

    /**
     * To find out how much memory a pass will take, before it takes it: what is computed so borrows as usual but does no work, and
     * its results mean nothing.
     *
     * @return the same kernels, with threads and memory that are only imagined
     */
    public Compute imagined() {
        return new Compute(kernels, Workers.idle(), BufferPool.imagined());
    }

    /**
     * @return the number of threads that {@value #THREADS_PROPERTY} asks for
     * @throws IllegalArgumentException if the property is not a whole number of at least 1
     */
    public static int defaultThreads() {
        String property = System.getProperty(THREADS_PROPERTY, "");
        if (property.isBlank()) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (property.strip().matches("[1-9][0-9]{0,5}")) {
            return Integer.parseInt(property.strip());
        }
        throw new IllegalArgumentException(
                THREADS_PROPERTY + " must be a whole number of at least 1, but is '" + property + "'");
    }
}
