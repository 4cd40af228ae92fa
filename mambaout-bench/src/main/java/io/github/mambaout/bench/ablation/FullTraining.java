package io.github.mambaout.bench.ablation;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.train.Trainer;
import io.github.mambaout.train.TrainingListener;
import io.github.mambaout.train.TrainingResult;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.weights.ModelFile;

/**
 * Trains a run to its end and judges its final weights. The best weights on the way are no measure: the twin whose figures
 * swing more would gain by it.
 */
public final class FullTraining implements RunTrainer {
    private static final double NANOSECONDS = 1e9;

    private final TrainingListener listener;

    /** Makes one whose runs nobody listens to. */
    public FullTraining() {
        this(TrainingListener.NONE);
    }

    /** @param listener is told how each run goes, on the thread that trains it: of several runs at once, on several */
    public FullTraining(TrainingListener listener) {
        this.listener = listener;
    }

    @Override
    public RunResult train(AblationRun run, String key, Environment environment) {
        long start = System.nanoTime();
        TrainingResult result = new Trainer(run.config(), listener).run();
        Evaluation evaluation = result.last()
                .orElseThrow(() -> new StudyException(run.describe() + ": the training ended before it was judged"))
                .evaluation();
        double seconds = (System.nanoTime() - start) / NANOSECONDS;
        MambaOutConfig shape = ModelFile.metadata(result.folder().last()).config();
        MambaOut model = MambaOut.create(shape, run.seed());
        return new RunResult(
                key,
                run.twin(),
                run.seed(),
                evaluation.top1Share(),
                evaluation.loss(),
                result.updates(),
                model.parameters().count(),
                model.multiplyAdds(Shape.of(1, shape.imgHeight(), shape.imgWidth(), shape.inChans())),
                result.trainingSeconds(),
                seconds,
                environment,
                run.config());
    }
}
