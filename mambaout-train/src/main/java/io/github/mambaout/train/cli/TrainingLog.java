package io.github.mambaout.train.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.mambaout.train.Trainer;
import org.slf4j.LoggerFactory;

/** The log of trainings. */
public final class TrainingLog {
    private TrainingLog() {}

    /** For commands that show how far a training is by other means: its lines would run through theirs. Warnings stay. */
    public static void warningsOnly() {
        if (LoggerFactory.getLogger(Trainer.class.getPackageName()) instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }
}
