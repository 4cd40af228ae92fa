package io.github.mambaout.train.report;

import java.io.Closeable;

/** A file that follows a run. What is added is on its way to the disk when the method returns. */
interface MetricsWriter extends Closeable {
    /** @param metrics what an update, or several, looked like */
    void add(UpdateMetrics metrics);

    /** @param metrics what an evaluation found */
    void add(EpochMetrics metrics);

    /** @throws java.io.UncheckedIOException if the end cannot be written; the message names the file */
    @Override
    void close();
}
