package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.optimizer.UpdateRules;
import io.github.mambaout.train.report.MetricsFiles;
import io.github.mambaout.train.report.Report;
import io.github.mambaout.train.report.ShownPictures;
import io.github.mambaout.weights.ModelMetadata;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The collaborators of one run, made from its configuration, and what is done when it ends. */
final class TrainingRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final int SHOWN_PICTURES = 24;

    private final RunBasis basis;
    private final TrainingListener listener;
    private final Trainee trainee;
    private final TrainingState state;
    private final RunCourse course;
    private final RunUpdates updates;
    private final RunJudge judge;
    private final RunPage page;
    private final RunPlan plan;

    /**
     * @param basis of the run; closed with it
     * @param listener is told how it goes
     * @param stop whether the run is to end before it has begun
     */
    private TrainingRun(RunBasis basis, TrainingListener listener, BooleanSupplier stop) {
        this.basis = basis;
        this.listener = listener;
        TrainingConfig config = basis.config();
        DataSource data = basis.data();
        ModelMetadata metadata = basis.start().metadata();
        Compute compute = basis.compute().compute();
        RunOutput output = basis.output();
        MambaOut model = basis.start().model();
        UpdateRules rules = RunParts.rules(config, model);
        CachedFeatures.Means means = new CachedFeatures.Means(
                compute, config.optimization().batchSize(), config.run().workers(), stop);
        trainee = Trainee.of(
                model,
                rules,
                Trainee.Pictures.of(config, data, metadata.preprocessing()),
                (pictures, transform, views, trunk) -> CachedFeatures.of(pictures, transform, views, trunk, means));
        UpdateStep step = RunParts.step(config, trainee.learning(), rules, compute);
        state = new TrainingState(
                model.parameters(), step, WeightAverage.of(config.averaging(), model.parameters(), compute), compute);
        course = new RunCourse(
                output,
                state,
                new RunSaves(output, state, metadata, config.evaluation().evalMetric(), listener),
                metadata,
                parts());
        ShownPictures pictures = new ShownPictures(metadata.preprocessing());
        updates = new RunUpdates(
                config.run(),
                config.schedule().over(basis.length().updatesPerEpoch(), config.optimization()),
                basis.length(),
                new MicroBatches(
                        step,
                        Objective.of(config, data.training()),
                        config,
                        compute.workers(),
                        batch -> show(pictures, batch)),
                data.training(),
                output.folder(),
                course);
        judge = new RunJudge(trainee.evaluator(config, compute), state.average(), course, listener);
        page = new RunPage(this::report, output.folder().report(), System::nanoTime);
        plan = basis.plan(
                step.memory(trainee.toTrain().batchShape(config.optimization().batchSize())));
    }

    private RunCourse.Parts parts() {
        return new RunCourse.Parts() {
            @Override
            public BatchLoader batchesAfter(long updates) {
                return RunParts.loader(
                        basis.config(),
                        trainee.training(),
                        trainee.toTrain(),
                        basis.compute().compute().memory(),
                        updates);
            }

            @Override
            public MetricsRecorder recorderAfter(long updates, RunHistory history, MetricsFiles files) {
                return new MetricsRecorder(basis.length(), basis.config(), updates, history, files, listener);
            }
        };
    }

    /** Keeps the first inputs of the run, as the network is shown them. */
    private void show(ShownPictures pictures, Batch batch) {
        if (course.recorder().shown().isEmpty()) {
            course.show(pictures.of(trainee.shown(batch, SHOWN_PICTURES), SHOWN_PICTURES));
        }
    }

    /** What the page shows. Its predictions are those of the weights that its figures judge. */
    private Report report(TrainingResult result) {
        RunReport report = new RunReport(
                basis.config(), basis.data(), basis.start(), basis.compute().compute(), course.recorder());
        return state.average().inPlace(() -> report.of(result)).orElseGet(() -> report.of(result));
    }

    /**
     * Sets a run up.
     *
     * @param stop whether it is to end before it has begun
     * @param startsOver whether what an earlier run has left is forgotten
     */
    static TrainingRun setUp(
            TrainingConfig config, TrainingListener listener, BooleanSupplier stop, boolean startsOver) {
        RunBasis basis = RunBasis.of(config, startsOver);
        try {
            // What a frozen trunk makes of pictures is computed before the rest of the state is put back.
            basis.putWeightsBack();
            return new TrainingRun(basis, listener, stop);
        } catch (RuntimeException | Error e) {
            basis.close();
            throw e;
        }
    }

    /** Tells what the run is about to do, and waits until it can be done at full speed. */
    void begin() {
        LOG.info(
                "Training {} ({} parameters) on {} pictures of {} classes: {} updates of {} pictures, judged by {}",
                plan.model(),
                plan.parameters(),
                plan.trainingPictures(),
                plan.classes(),
                plan.updates(),
                plan.batchSize(),
                plan.validationPictures());
        LOG.info("Memory of an update: {}", plan.memory().describe());
        listener.started(plan);
        basis.warmUp().await();
    }

    /** Whether nothing is left to do. */
    boolean isDone() {
        return course.recorder().isDone();
    }

    /**
     * Does what comes next: an evaluation or an update.
     *
     * @param isStopped whether to give an evaluation up, asked after every batch
     */
    void goOn(BooleanSupplier isStopped) {
        if (!course.recorder().owesEvaluation()) {
            updates.next();
        } else if (judge.judge(isStopped)) {
            page.refresh(() -> result(false));
        }
    }

    /** Saves the present state from another thread than the one that trains, whatever that is doing. */
    void saveBeside() {
        course.saveAtEnd();
    }

    /** Saves what is not saved yet, writes the report and tells how it went. */
    TrainingResult finish(boolean stopped) {
        course.saveAtEnd();
        judge.judgeAgainForTheReport();
        TrainingResult result = result(stopped);
        if (!result.skipped().isEmpty()) {
            LOG.warn(
                    "Skipped because they cannot be read: {} of the pictures",
                    result.skipped().size());
        }
        page.write(result);
        if (result.stopped()) {
            LOG.info(
                    "Stopped after {} of {} updates; the same command goes on from there",
                    result.updates(),
                    plan.updates());
        }
        listener.finished(result);
        return result;
    }

    private TrainingResult result(boolean stopped) {
        MetricsRecorder recorder = course.recorder();
        DataSource data = basis.data();
        return new TrainingResult(
                basis.output().folder(),
                course.startedAfter(),
                recorder.updatesDone(),
                stopped && !recorder.isDone(),
                recorder.history().epochs(),
                basis.config().evaluation().evalMetric(),
                recorder.trainingSeconds(),
                recorder.waitedSeconds(),
                recorder.picturesPerSecond(),
                Stream.concat(data.training().skipped().stream(), data.validation().skipped().stream())
                        .distinct()
                        .toList());
    }

    @Override
    public void close() {
        course.close();
        basis.close();
    }
}
