package io.github.mambaout.train;

import io.github.mambaout.train.checkpoint.FailedBatches;
import io.github.mambaout.train.data.DataSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An update whose loss or gradient was no finite number.
 *
 * @param update its number, counted from 0
 * @param outcome what it found
 * @param pictures indices of its pictures; owned by this value
 */
record FailedUpdate(long update, UpdateStep.Outcome outcome, int... pictures) {
    private static final int NAMED_IN_LOG = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    /** Lists the pictures in a file, and the first of them in the log. */
    void record(Path file, DataSet data) {
        List<FailedBatches.Line> lines = Arrays.stream(pictures)
                .mapToObj(index -> new FailedBatches.Line(
                        update + 1, outcome.loss(), outcome.gradientNorm(), index, data.place(index)))
                .toList();
        LOG.warn(
                "{}. Its {} pictures: {}{}",
                describe(),
                lines.size(),
                lines.stream()
                        .limit(NAMED_IN_LOG)
                        .map(FailedBatches.Line::picture)
                        .collect(Collectors.joining(", ")),
                lines.size() > NAMED_IN_LOG ? ", … (all in " + file.getFileName() + ")" : "");
        try {
            new FailedBatches(file).put(update + 1, lines);
        } catch (IOException e) {
            LOG.warn("{}: the pictures can't be listed there: {}", file, e.getMessage());
        }
    }

    /** Which figure is none, and where, as a sentence without its end. */
    String describe() {
        boolean lossIsFinite = Double.isFinite(outcome.loss());
        return "The " + (lossIsFinite ? "gradient" : "loss") + " is "
                + (lossIsFinite ? outcome.gradientNorm() : outcome.loss()) + " at update " + (update + 1);
    }
}
