package io.github.mambaout.train;

import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.report.Evaluation;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges the weights of a run, and their average if there is one. */
final class RunJudge {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final Evaluator evaluator;
    private final WeightAverage average;
    private final RunCourse course;
    private final TrainingListener listener;

    /**
     * @param evaluator judges the weights that are in the network
     * @param average takes their place for a while
     * @param course where the run is
     * @param listener is told how far the evaluation is
     */
    RunJudge(Evaluator evaluator, WeightAverage average, RunCourse course, TrainingListener listener) {
        this.evaluator = evaluator;
        this.average = average;
        this.course = course;
        this.listener = listener;
    }

    /**
     * Judges the weights and saves them.
     *
     * @param isStopped whether to give it up, asked after every batch
     * @return whether it came to its end
     * @throws DataException if the pictures can't be had; the run is saved
     */
    boolean judge(BooleanSupplier isStopped) {
        try {
            Evaluation plain = evaluate(isStopped);
            Optional<Evaluation> averaged = average.inPlace(() -> evaluate(isStopped));
            course.judged(plain, averaged);
            return true;
        } catch (EvaluationStoppedException e) {
            LOG.info("The evaluation is given up; the run begins with it when it goes on");
            return false;
        } catch (DataException e) {
            throw course.saved(e);
        }
    }

    private Evaluation evaluate(BooleanSupplier isStopped) {
        return evaluator.evaluate(pictures -> {
            listener.evaluating(pictures);
            if (isStopped.getAsBoolean()) {
                throw new EvaluationStoppedException();
            }
        });
    }

    /** What an evaluation finds beyond figures is in no checkpoint; the report of a run that was killed after its last one needs it. */
    void judgeAgainForTheReport() {
        MetricsRecorder recorder = course.recorder();
        if (recorder.isDone() && recorder.lastDetails().isEmpty()) {
            recorder.detailsAre(evaluator.evaluate(listener::evaluating));
        }
    }
}
