package io.github.mambaout.train.report;

import java.io.Closeable;
import java.util.List;

/** A file that follows a run. What is added is on its way to the disk when the method returns. */
interface MetricsWriter extends Closeable {
    /** @param metrics what an update, or several, looked like */
    void add(UpdateMetrics metrics);

    /** @param metrics what an evaluation found */
    void add(EpochMetrics metrics);

    /**
     * Does nothing where a file has no place for pictures.
     *
     * @param update number of the update, counted from 1
     * @param pictures what the network is shown there
     */
    default void add(long update, List<ShownPicture> pictures) {}

    /** @throws java.io.UncheckedIOException if the end cannot be written; the message names the file */
    @Override
    void close();
}
