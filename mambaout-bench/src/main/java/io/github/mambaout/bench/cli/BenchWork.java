package io.github.mambaout.bench.cli;

import io.github.mambaout.model.MambaOutConfig;

/** One kind of measurement. */
interface BenchWork {

    /**
     * Measures a model.
     *
     * @param config the model
     * @param batch pictures of a run, at least 1
     * @param report gets the rows
     */
    void measure(MambaOutConfig config, int batch, BenchReport report);
}
