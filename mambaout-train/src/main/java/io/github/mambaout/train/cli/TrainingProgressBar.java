package io.github.mambaout.train.cli;

import io.github.mambaout.train.RunPlan;
import io.github.mambaout.train.TrainingListener;
import io.github.mambaout.train.TrainingProgress;
import io.github.mambaout.train.report.EpochMetrics;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;

/**
 * Shows a run as one line of the terminal: how far it is, the time left, the loss, the speed, how much of the time it waits for data, and
 * what the last evaluation found.
 */
final class TrainingProgressBar implements TrainingListener, AutoCloseable {
    private Optional<ProgressBar> bar = Optional.empty();
    private String found = "";
    private boolean isFirst = true;

    @Override
    public void started(RunPlan plan) {
        bar = Optional.of(TerminalBar.begin("Training", plan.updates()));
    }

    @Override
    public void updated(TrainingProgress progress) {
        if (isFirst && progress.updates() > 1) {
            // The run goes on: what was done before took none of the time that tells how much is left.
            close();
            bar = Optional.of(TerminalBar.begin("Training", progress.ofUpdates(), progress.updates() - 1));
        }
        isFirst = false;
        bar.ifPresent(line -> {
            line.stepTo(progress.updates());
            line.setExtraMessage(message(progress, found));
        });
    }

    /** What matters most comes first: a narrow terminal cuts the end off. Waiting that rounds to nothing is not told. */
    static String message(TrainingProgress progress, String found) {
        String message = String.format(
                Locale.ROOT, " loss %.3f%s, %.0f/s", progress.loss(), found, progress.picturesPerSecond());
        long percent = Math.round(100 * progress.waitingShare());
        return percent == 0 ? message : message + ", " + percent + " % waiting";
    }

    @Override
    public void evaluated(EpochMetrics metrics) {
        found = String.format(Locale.ROOT, ", top-1 %.3f", metrics.judged().top1Share());
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
