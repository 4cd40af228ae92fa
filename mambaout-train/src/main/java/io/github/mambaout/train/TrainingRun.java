package io.github.mambaout.train;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.checkpoint.WeightKeeper;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.optimizer.UpdateRules;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.train.report.MetricsFiles;
import io.github.mambaout.train.report.ShownPictures;
import io.github.mambaout.train.schedule.Schedule;
import io.github.mambaout.train.settings.RunSettings;
import io.github.mambaout.weights.SavedModel;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The collaborators of one run, made from its configuration, and what is done when it ends. */
final class TrainingRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final int SHOWN_PICTURES = 24;

    private final TrainingConfig config;
    private final TrainingListener listener;
    private final DataSource data;
    private final RunCompute compute;
    private final SavedModel start;
    private final RunOutput output;
    private final RunFolder folder;
    private final RunLength length;
    private final Schedule schedule;
    private final Trainee trainee;
    private final UpdateStep step;
    private final TrainingState state;
    private final Evaluator evaluator;
    private final MicroBatches microBatches;
    private final RunCourse course;
    private final RunPage page;

    private TrainingRun(
            TrainingConfig config,
            TrainingListener listener,
            BooleanSupplier stop,
            DataSource data,
            RunCompute compute,
            SavedModel start,
            RunLength length,
            RunOutput output) {
        this.config = config;
        this.listener = listener;
        this.data = data;
        this.compute = compute;
        this.start = start;
        this.length = length;
        this.output = output;
        folder = output.folder();
        MambaOut model = start.model();
        Preprocessing preprocessing = start.metadata().preprocessing();
        Compute where = compute.compute();
        schedule = config.schedule()
                .over(length.updatesPerEpoch(), config.optimization().picturesOfAnUpdate());
        UpdateRules rules = RunParts.rules(config, model);
        trainee = Trainee.of(
                model,
                rules,
                Trainee.Pictures.of(config, data, preprocessing),
                new CachedFeatures.Means(
                        where, config.optimization().batchSize(), config.run().workers(), stop));
        step = RunParts.step(config, trainee.learning(), rules, where);
        state = new TrainingState(
                model.parameters(), step, WeightAverage.of(config.averaging(), model.parameters(), where), where);
        evaluator = new Evaluator(
                trainee.judged(),
                trainee.validation(),
                trainee.toJudge(),
                config.optimization().batchSize(),
                where,
                config.run().workers());
        ShownPictures pictures = new ShownPictures(preprocessing);
        microBatches = new MicroBatches(
                step, Objective.of(config, data.training()), config, where.workers(), batch -> show(pictures, batch));
        course = new RunCourse(
                output,
                state,
                start.metadata(),
                new WeightKeeper(folder, start.metadata()),
                config.evaluation().evalMetric(),
                listener,
                new RunCourse.Parts() {
                    @Override
                    public BatchLoader batchesAfter(long updates) {
                        return loader(updates);
                    }

                    @Override
                    public MetricsRecorder recorderAfter(long updates, RunHistory history, MetricsFiles files) {
                        return new MetricsRecorder(length, config, updates, history, files, listener);
                    }
                });
        page = new RunPage(
                result -> {
                    RunReport report = new RunReport(config, data, start, where, recorder());
                    // Predictions on the page are those of the weights that its figures judge.
                    return state.average().inPlace(() -> report.of(result)).orElseGet(() -> report.of(result));
                },
                folder.report(),
                System::nanoTime);
    }

    private BatchLoader loader(long firstUpdate) {
        return RunParts.loader(
                config, trainee.training(), trainee.toTrain(), compute.compute().memory(), firstUpdate);
    }

    /** Keeps the first inputs of the run, as the network is shown them. */
    private void show(ShownPictures pictures, Batch batch) {
        if (recorder().shown().isEmpty()) {
            course.change(() -> recorder()
                    .shows(
                            recorder().updatesDone(),
                            pictures.of(trainee.shown(batch, SHOWN_PICTURES), SHOWN_PICTURES)));
        }
    }

    /**
     * Opens the data, makes the model, takes the output folder, goes on from its last checkpoint if there is one, and tells the
     * listener the plan.
     *
     * @param stop whether the run is to end before it has begun
     * @param startsOver whether what an earlier run has left is forgotten
     */
    static TrainingRun setUp(
            TrainingConfig config, TrainingListener listener, BooleanSupplier stop, boolean startsOver) {
        DataSource data = RunParts.data(config);
        RunCompute compute = RunCompute.of(config.run().threads());
        // The kernels are compiled while the model is made; one that is first called by an update may stay slow for
        // good.
        KernelWarmUp warmUp = KernelWarmUp.ofTrainingStep(compute.compute().kernels());
        TrainingRun run;
        try {
            run = of(config, listener, stop, data, compute, startsOver);
        } catch (RuntimeException | Error e) {
            compute.close();
            throw e;
        }
        run.announce();
        warmUp.await();
        return run;
    }

    private static TrainingRun of(
            TrainingConfig config,
            TrainingListener listener,
            BooleanSupplier stop,
            DataSource data,
            RunCompute compute,
            boolean startsOver) {
        RunLength length = RunLength.of(config, data.training());
        SavedModel start =
                StartingModel.of(config, data, compute.compute().kernels().name());
        RunOutput output = RunOutput.take(config, data, startsOver);
        try {
            // What a frozen trunk makes of pictures is computed before the rest of the state is put back.
            output.start().ifPresent(checkpoint -> setWeights(start.model(), checkpoint.weights()));
            return new TrainingRun(config, listener, stop, data, compute, start, length, output);
        } catch (RuntimeException | Error e) {
            output.close();
            throw e;
        }
    }

    private static void setWeights(MambaOut model, Tensor weights) {
        model.parameters().flat().copyFrom(weights);
        model.parameters().changed();
    }

    private void announce() {
        RunPlan plan = new RunPlan(
                start.model().config().name(),
                start.model().parameters().count(),
                data.training().classes().size(),
                data.training().size(),
                data.validation().size(),
                Math.toIntExact(config.optimization().picturesOfAnUpdate()),
                length.updates(),
                length.updatesPerEpoch(),
                step.memory(trainee.toTrain().batchShape(config.optimization().batchSize())),
                folder.path());
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
    }

    private MetricsRecorder recorder() {
        return course.recorder();
    }

    /** Whether nothing is left to do. */
    boolean isDone() {
        return recorder().updatesDone() == length.updates() && !owesEvaluation();
    }

    /** Whether the weights are to be judged before the next update. */
    boolean owesEvaluation() {
        long updates = recorder().updatesDone();
        return updates > 0 && length.isMilestone(updates - 1) && recorder().evaluatedAfter() != updates;
    }

    /** One update: measures its pictures, and changes the weights by what it found. */
    void update() {
        MetricsRecorder recorder = recorder();
        long update = recorder.updatesDone();
        if (recorder.passesOver(update)) {
            passOver(update);
            return;
        }
        recorder.updateStarts();
        double learningRate = schedule.learningRate(update);
        MicroBatches.Measured measured = measure(update);
        if (measured.outcome().isFinite()) {
            course.change(() -> {
                course.remember();
                state.update(measured.outcome(), learningRate);
                recorder.updateEnds(update, measured.outcome(), learningRate);
            });
            saveIfDue();
        } else {
            failed(new FailedUpdate(update, measured.outcome(), measured.pictures()));
        }
    }

    private MicroBatches.Measured measure(long update) {
        try {
            MicroBatches.Measured measured = microBatches.measure(course.batches(), update % length.updatesPerEpoch());
            recorder().waited(course.batches().waitedNanoseconds());
            return measured;
        } catch (DataException e) {
            throw saved(e);
        }
    }

    private void passOver(long update) {
        try {
            microBatches.passOver(course.batches());
        } catch (DataException e) {
            throw saved(e);
        }
        course.change(() -> recorder().updatePassedOver(update));
        saveIfDue();
    }

    /** After an epoch everything is saved when it has been judged. */
    private void saveIfDue() {
        long every = config.run().checkpointEvery();
        if (every > 0 && recorder().updatesDone() % every == 0 && !owesEvaluation()) {
            course.save();
        }
    }

    /** The data have failed: what was reached is saved before that is told. */
    private DataException saved(DataException failure) {
        course.saveAtEnd();
        return new DataException(
                failure.getMessage() + " What was trained is saved, up to update "
                        + recorder().updatesDone() + ": the same command goes on from there.",
                failure);
    }

    /**
     * Judges the weights, and their average if there is one, and saves them: as the last, and as the best if they are.
     *
     * @param isStopped whether to give it up, asked after every batch
     */
    void evaluate(BooleanSupplier isStopped) {
        try {
            Evaluation plain = judge(isStopped);
            Optional<Evaluation> averaged = state.average().inPlace(() -> judge(isStopped));
            course.change(() -> recorder().evaluated(plain, averaged));
            course.saveIfBest(config.evaluation().evalMetric().score(averaged.orElse(plain)));
            course.save();
            page.refresh(() -> result(false));
        } catch (EvaluationStoppedException e) {
            LOG.info("The evaluation is given up; the run begins with it when it goes on");
        } catch (DataException e) {
            throw saved(e);
        }
    }

    private Evaluation judge(BooleanSupplier isStopped) {
        return evaluator.evaluate(pictures -> {
            listener.evaluating(pictures);
            if (isStopped.getAsBoolean()) {
                throw new EvaluationStoppedException();
            }
        });
    }

    private void failed(FailedUpdate failed) {
        failed.record(folder.failedBatches(), data.training());
        if (config.run().onNan() == RunSettings.OnNan.STOP || course.hasGoneBack()) {
            throw diverged(failed);
        }
        course.goBack(failed.update());
    }

    /** Saves the last weights that were good, and says what happened. */
    private TrainingDivergedException diverged(FailedUpdate failed) {
        String kept = course.saveRemembered()
                ? "The last good weights, those before update " + failed.update() + ", are in " + folder.last() + "."
                : "No weights were saved, as the first update failed.";
        return new TrainingDivergedException(
                failed.update(),
                failed.describe() + " of " + length.updates()
                        + (course.hasGoneBack() ? ", after the run had gone back and passed over one before" : "")
                        + "; training stopped. " + kept
                        + " Try a lower lr, a longer warmup or clip-grad 1, with --fresh or another --output.");
    }

    /** Saves the present state from another thread than the one that trains, whatever that is doing. */
    void saveBeside() {
        course.saveAtEnd();
    }

    /** What an evaluation finds beyond figures is in no checkpoint; the report of a run that was killed after its last one needs it. */
    private void judgeAgainForTheReport() {
        if (isDone() && recorder().lastDetails().isEmpty()) {
            recorder().detailsAre(evaluator.evaluate(listener::evaluating));
        }
    }

    /** Saves what is not saved yet, writes the report and tells how it went. */
    TrainingResult finish(boolean stopped) {
        course.saveAtEnd();
        judgeAgainForTheReport();
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
                    length.updates());
        }
        listener.finished(result);
        return result;
    }

    private TrainingResult result(boolean stopped) {
        return new TrainingResult(
                folder,
                course.startedAfter(),
                recorder().updatesDone(),
                stopped && !isDone(),
                recorder().history().epochs(),
                config.evaluation().evalMetric(),
                recorder().trainingSeconds(),
                recorder().waitedSeconds(),
                recorder().picturesPerSecond(),
                Stream.concat(data.training().skipped().stream(), data.validation().skipped().stream())
                        .distinct()
                        .toList());
    }

    @Override
    public void close() {
        course.close();
        output.close();
        compute.close();
    }
}
