package io.github.mambaout.train.cli;

import io.github.mambaout.train.Trainer;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingResult;
import java.util.function.Consumer;

/**
 * A run as the command line does it: with a progress bar on a terminal and log lines elsewhere, and stopped by Ctrl-C so
 * that its weights are saved.
 */
final class InterruptibleRun {
    private InterruptibleRun() {}

    /**
     * @param config of the run
     * @param ending is told the result, also after Ctrl-C, before the process may end
     * @return how the run ended
     */
    static TrainingResult of(TrainingConfig config, Consumer<TrainingResult> ending) {
        if (!Terminal.showsProgress()) {
            return run(new Trainer(config), ending);
        }
        TrainingLog.warningsOnly();
        try (TrainingProgressBar bar = new TrainingProgressBar()) {
            return run(new Trainer(config, bar), result -> {
                bar.close();
                ending.accept(result);
            });
        }
    }

    private static TrainingResult run(Trainer trainer, Consumer<TrainingResult> ending) {
        try (GracefulStop stop = GracefulStop.telling(trainer::requestStop)) {
            TrainingResult result = trainer.run();
            ending.accept(result);
            return result;
        }
    }
}
