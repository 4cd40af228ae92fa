package io.github.mambaout.train.cli;

import io.github.mambaout.image.UnreadablePictureException;
import io.github.mambaout.predict.Outcome;
import io.github.mambaout.predict.StageTimes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Goes through the outcomes of many pictures as the commands do it: with a progress bar on a terminal, past broken pictures or
 * up to the first, until Ctrl-C, and with an account at the end.
 */
final class PictureRun {
    private static final double NANOSECONDS = 1e9;

    private final CommandSpec command;
    private final int pictures;
    private final boolean strict;
    private final GracefulStop stop;
    private final boolean bar;
    private final Optional<Path> partial;
    private final StageTimes times = new StageTimes();
    private final List<UnreadablePictureException> broken = new ArrayList<>();
    private int answered;

    /** Takes what was computed. */
    @FunctionalInterface
    interface Results<R> {
        void add(Outcome.Answer<R> answer) throws IOException;
    }

    /**
     * @param command for its standard error
     * @param pictures how many there are
     * @param strict whether the first broken picture ends the run
     * @param stop asked before each picture
     * @param partial the file that grows with the results; empty if they are printed on standard output
     */
    PictureRun(CommandSpec command, int pictures, boolean strict, GracefulStop stop, Optional<Path> partial) {
        this.command = command;
        this.pictures = pictures;
        this.strict = strict;
        this.stop = stop;
        // Results that run over the terminal are progress enough, and a bar among them would tear them apart.
        this.bar = pictures > 1 && Terminal.showsProgress() && !(partial.isEmpty() && Terminal.showsResults());
        this.partial = partial;
    }

    /** @return to be given to the stream */
    StageTimes times() {
        return times;
    }

    /**
     * @param outcomes of the pictures; closed at the end
     * @param results takes the answers in order
     * @return whether every picture was looked at: neither was the run stopped, nor did it meet a broken picture and is strict
     * @throws IOException if a result can't be written
     */
    <R> boolean over(Stream<Outcome<R>> outcomes, Results<R> results) throws IOException {
        long start = System.nanoTime();
        boolean complete = false;
        try (outcomes) {
            complete = takeWithBar(outcomes, results);
        } finally {
            report(complete, (System.nanoTime() - start) / NANOSECONDS);
        }
        return complete;
    }

    private <R> boolean takeWithBar(Stream<Outcome<R>> outcomes, Results<R> results) throws IOException {
        Optional<ProgressBar> line = bar ? Optional.of(TerminalBar.begin("Pictures", pictures)) : Optional.empty();
        try {
            return take(outcomes, results, line);
        } finally {
            line.ifPresent(ProgressBar::close);
        }
    }

    private <R> boolean take(Stream<Outcome<R>> outcomes, Results<R> results, Optional<ProgressBar> line)
            throws IOException {
        Iterator<Outcome<R>> iterator = outcomes.iterator();
        while (hasNext(outcomes, iterator)) {
            Outcome<R> outcome = iterator.next();
            if (outcome instanceof Outcome.Answer<R> answer) {
                results.add(answer);
                answered++;
            } else if (outcome instanceof Outcome.Unreadable<R> unreadable) {
                broken.add(unreadable.reason());
                if (strict) {
                    return false;
                }
            }
            line.ifPresent(ProgressBar::step);
        }
        return answered + broken.size() == pictures;
    }

    /** A stream that is closed still gives what has been computed, so that Ctrl-C loses none of it. */
    private boolean hasNext(Stream<?> outcomes, Iterator<?> iterator) {
        if (stop.requested()) {
            outcomes.close();
        }
        return iterator.hasNext();
    }

    private void report(boolean complete, double seconds) {
        PrintWriter err = command.commandLine().getErr();
        for (UnreadablePictureException reason : broken) {
            err.println("mambaout: skipped " + FailureSentence.of(reason));
        }
        if (!broken.isEmpty() && pictures > 1) {
            err.println("mambaout: " + broken.size() + " of " + pictures + " pictures could not be read");
        }
        if (!complete) {
            boolean atBroken = strict && !broken.isEmpty() && !stop.requested();
            err.println("mambaout: stopped after " + answered + " of " + pictures + " pictures"
                    + (atBroken ? ", at the first broken one, as --strict asks" : ""));
            partial.filter(file -> answered > 0)
                    .ifPresent(file -> err.println("mambaout: what was computed is in " + file));
        }
        if (answered > 1) {
            err.println(speed(seconds));
        }
        err.flush();
    }

    private String speed(double seconds) {
        double all = times.readingSeconds() + times.preparingSeconds() + times.networkSeconds();
        return String.format(
                Locale.ROOT,
                "%d pictures in %.1f s: %.1f per second; reading and decoding %.0f%%, resizing and normalising %.0f%%,"
                        + " network %.0f%% of the threads' time",
                answered,
                seconds,
                answered / seconds,
                100 * times.readingSeconds() / all,
                100 * times.preparingSeconds() / all,
                100 * times.networkSeconds() / all);
    }

    /** @return 0 if every picture was answered, else 1 */
    int exitCode() {
        return answered == pictures ? 0 : 1;
    }
}
