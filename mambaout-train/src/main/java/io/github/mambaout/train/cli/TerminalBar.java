package io.github.mambaout.train.cli;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The progress bar of all commands, on standard error. */
public final class TerminalBar {
    private static final int UPDATE_MILLISECONDS = 500;

    private TerminalBar() {}

    /**
     * @param task what is done, for instance {@code Training}
     * @param steps how many steps it has
     * @return a bar at 0
     */
    public static ProgressBar begin(String task, long steps) {
        return begin(task, steps, 0);
    }

    /**
     * @param task what is done
     * @param steps how many steps it has
     * @param done how many of them were done before, in a time that tells nothing about the others
     * @return a bar at that step
     */
    static ProgressBar begin(String task, long steps, long done) {
        return new ProgressBarBuilder()
                .startsFrom(done, Duration.ZERO)
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new TerminalLine(System.err, Terminal.columns()))
                .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                .build();
    }
}
