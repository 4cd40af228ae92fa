package io.github.mambaout.train.cli;

import io.github.mambaout.train.Trainer;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingListener;
import io.github.mambaout.train.TrainingResult;
import io.github.mambaout.train.checkpoint.RunFolderException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run as the command line does it: with a progress bar on a terminal and log lines elsewhere, and stopped by Ctrl-C so
 * that its weights are saved.
 */
final class InterruptibleRun {
    private InterruptibleRun() {}

    /**
     * @param config of the run
     * @param startsOver whether what an earlier run has left in the folder is forgotten
     * @param ending is told the result, also after Ctrl-C, before the process may end
     * @return how the run ended
     */
    static TrainingResult of(TrainingConfig config, boolean startsOver, Consumer<TrainingResult> ending) {
        if (!Terminal.showsProgress()) {
            return run(trainer(config, TrainingListener.NONE, startsOver), ending);
        }
        TrainingLog.warningsOnly();
        try (TrainingProgressBar bar = new TrainingProgressBar()) {
            return run(trainer(config, bar, startsOver), result -> {
                bar.close();
                ending.accept(result);
            });
        }
    }

    private static Trainer trainer(TrainingConfig config, TrainingListener listener, boolean startsOver) {
        Trainer trainer = new Trainer(config, listener);
        return startsOver ? trainer.startingOver() : trainer;
    }

    private static TrainingResult run(Trainer trainer, Consumer<TrainingResult> ending) {
        try (GracefulStop stop = GracefulStop.saving(new SavableTraining(trainer))) {
            TrainingResult result = trainer.run();
            ending.accept(result);
            return result;
        }
    }

    /** What is under way may take minutes, and is given up then. */
    private record SavableTraining(Trainer trainer) implements GracefulStop.Savable {
        private static final Logger LOG = LoggerFactory.getLogger(InterruptibleRun.class);

        @Override
        public void requestStop() {
            trainer.requestStop();
        }

        @Override
        public void save() {
            try {
                trainer.save();
            } catch (RunFolderException e) {
                LOG.error(e.getMessage());
            }
        }

        @Override
        public void abandoned() {
            LOG.warn("Stopped in the middle of an update or an evaluation, which is given up. The state before it is"
                    + " saved; the same command goes on from there.");
        }
    }
}
