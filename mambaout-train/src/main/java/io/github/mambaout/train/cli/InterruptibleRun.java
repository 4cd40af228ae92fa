package io.github.mambaout.train.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.mambaout.train.Trainer;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingResult;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * A run as the command line does it: with a progress bar on a terminal and log lines elsewhere, and stopped by Ctrl-C so
 * that its weights are saved.
 */
final class InterruptibleRun {
    /** One update and a save are done well before; what hangs longer must not keep the process alive. */
    private static final long STOP_SECONDS = 120;

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
        quieten();
        try (TrainingProgressBar bar = new TrainingProgressBar()) {
            return run(new Trainer(config, bar), result -> {
                bar.close();
                ending.accept(result);
            });
        }
    }

    /** The lines about each update would run through the progress bar; warnings still may. */
    private static void quieten() {
        if (LoggerFactory.getLogger(Trainer.class.getPackageName()) instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }

    private static TrainingResult run(Trainer trainer, Consumer<TrainingResult> ending) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread stop = new Thread(() -> stopAndWait(trainer, ended), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            TrainingResult result = trainer.run();
            ending.accept(result);
            return result;
        } finally {
            ended.countDown();
            forget(stop);
        }
    }

    private static void stopAndWait(Trainer trainer, CountDownLatch ended) {
        trainer.requestStop();
        try {
            ended.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending because of Ctrl-C; the hook has done its work.
            return;
        }
    }
}
