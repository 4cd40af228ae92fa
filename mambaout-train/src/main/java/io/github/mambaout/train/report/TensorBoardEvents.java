package io.github.mambaout.train.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The course of a run as TensorBoard's event files ({@code tensorboard --logdir runs}). Each process writes a file of its own; one that
 * goes on with a run begins with an event that takes back what earlier files hold beyond the update from which it goes on.
 */
final class TensorBoardEvents implements MetricsWriter {
    private static final String NAME = "events.out.tfevents.";
    private static final Pattern NUMBERED = Pattern.compile(Pattern.quote(NAME) + "(\\d{1,18})\\..*");
    private static final double MILLISECONDS = 1000;

    private final Path file;
    private final RecordFile records;

    private TensorBoardEvents(Path file) throws IOException {
        this.file = file;
        this.records = RecordFile.create(file);
        records.add(EventMessage.version(now()));
    }

    /**
     * @param folder of the run; event files of an earlier run are removed from it
     * @return a new file in it
     * @throws java.io.UncheckedIOException if it cannot be written; the message names it
     */
    static TensorBoardEvents create(Path folder) {
        try {
            for (Path earlier : files(folder)) {
                Files.delete(earlier);
            }
            return new TensorBoardEvents(next(folder));
        } catch (IOException e) {
            throw TextLines.cannotBeWritten(folder.resolve(NAME + "*"), e);
        }
    }

    /**
     * @param folder of the run, with the event files so far
     * @param update number of updates after which the run goes on
     * @return a new file in it, which takes back what the others hold beyond this update
     * @throws java.io.UncheckedIOException if it cannot be written; the message names it
     */
    static TensorBoardEvents append(Path folder, long update) {
        try {
            TensorBoardEvents events = new TensorBoardEvents(next(folder));
            events.write(EventMessage.startOver(now(), update + 1));
            return events;
        } catch (IOException e) {
            throw TextLines.cannotBeWritten(folder.resolve(NAME + "*"), e);
        }
    }

    /** Readers take files in the order of their names, so that a clock that was set back must not lead to a smaller number. */
    private static Path next(Path folder) throws IOException {
        long largest = files(folder).stream()
                .mapToLong(TensorBoardEvents::number)
                .max()
                .orElse(0);
        long seconds = (long) now();
        return folder.resolve(String.format(Locale.ROOT, "%s%010d.mambaout", NAME, Math.max(largest + 1, seconds)));
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, NAME + "*")) {
            found.forEach(files::add);
        }
        return files;
    }

    private static long number(Path file) {
        Matcher name = NUMBERED.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    private static double now() {
        return System.currentTimeMillis() / MILLISECONDS;
    }

    @Override
    public void add(UpdateMetrics metrics) {
        scalar(metrics.update(), "train/loss", metrics.loss());
        scalar(metrics.update(), "train/learning_rate", metrics.learningRate());
        scalar(metrics.update(), "train/gradient_norm", metrics.gradientNorm());
        scalar(metrics.update(), "train/pictures_per_second", metrics.picturesPerSecond());
        scalar(metrics.update(), "train/waiting_share", metrics.waitingShare());
    }

    @Override
    public void add(EpochMetrics metrics) {
        add(metrics.update(), "validation", metrics.evaluation());
        metrics.averaged().ifPresent(averaged -> add(metrics.update(), "averaged", averaged));
    }

    private void add(long update, String group, Evaluation evaluation) {
        scalar(update, group + "/loss", evaluation.loss());
        scalar(update, group + "/top1", evaluation.top1Share());
        scalar(update, group + "/top5", evaluation.top5Share());
    }

    private void scalar(long update, String tag, double value) {
        write(EventMessage.scalar(now(), update, tag, value));
    }

    @Override
    public void add(long update, List<ShownPicture> pictures) {
        for (int i = 0; i < pictures.size(); i++) {
            write(EventMessage.picture(now(), update, "train/pictures/" + i, pictures.get(i)));
        }
    }

    private void write(byte[] event) {
        try {
            records.add(event);
        } catch (IOException e) {
            throw TextLines.cannotBeWritten(file, e);
        }
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw TextLines.cannotBeWritten(file, e);
        }
    }
}
