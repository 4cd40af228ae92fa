package io.github.mambaout.train.cli;

import io.github.mambaout.train.TrainingResult;
import io.github.mambaout.train.report.Evaluation;
import java.io.PrintWriter;
import java.util.Locale;

/** Says how a training run ended and where its files are. */
final class RunSummary {
    private RunSummary() {}

    static void print(PrintWriter out, TrainingResult result) {
        out.printf(
                Locale.ROOT,
                "%d updates in %.0f s (%.0f pictures per second, %.1f %% of the time waiting for data)%n",
                result.updates(),
                result.trainingSeconds(),
                result.picturesPerSecond(),
                100 * result.waitingShare());
        result.best().ifPresent(best -> {
            Evaluation found = best.judged();
            out.printf(
                    Locale.ROOT,
                    "Best: top-1 %.4f, top-5 %.4f of %d held-out pictures, after epoch %d%n",
                    found.top1Share(),
                    found.top5Share(),
                    found.pictures(),
                    best.epoch() + 1);
            out.println("Weights: " + result.folder().best());
        });
        if (result.best().isEmpty()) {
            out.println("Weights: " + result.folder().last());
        }
        out.println("Report:  " + result.folder().report());
        printSkipped(out, result);
    }

    private static void printSkipped(PrintWriter out, TrainingResult result) {
        if (!result.skipped().isEmpty()) {
            out.println("Skipped: " + result.skipped().size() + " of the pictures can't be read, for instance "
                    + result.skipped().get(0).reason());
        }
    }
}
