package io.github.mambaout.train;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.checkpoint.WeightKeeper;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSets;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.data.HoldOut;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.UpdateRules;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.train.report.MetricsFiles;
import io.github.mambaout.train.report.ShownPictures;
import io.github.mambaout.train.schedule.Schedule;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The collaborators of one run, made from its configuration, and what is done when it ends. */
final class TrainingRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final double NANOSECONDS = 1e9;
    private static final int SHOWN_PICTURES = 24;

    private final TrainingConfig config;
    private final TrainingListener listener;
    private final DataSource data;
    private final RunCompute compute;
    private final SavedModel start;
    private final RunFolder folder;
    private final RunLength length;
    private final Schedule schedule;
    private final Trainee trainee;
    private final UpdateStep step;
    private final TrainingState state;
    private final Evaluator evaluator;
    private final WeightKeeper keeper;
    private final MetricsRecorder recorder;
    private final BatchLoader batches;
    private final MicroBatches microBatches;
    private final RunPage page;
    private long savedUpdates = -1;

    private TrainingRun(
            TrainingConfig config,
            TrainingListener listener,
            BooleanSupplier stop,
            DataSource data,
            RunCompute compute) {
        this.config = config;
        this.listener = listener;
        this.data = data;
        this.compute = compute;
        length = RunLength.of(config, data.training());
        start = StartingModel.of(config, data, compute.compute().kernels().name());
        folder = RunFolder.prepare(config.outputFolder());
        if (folder.hasWeights()) {
            LOG.warn("{} holds the weights of an earlier run; this run will replace them", folder.path());
        }
        writeConfig();
        MambaOut model = start.model();
        Preprocessing preprocessing = start.metadata().preprocessing();
        Compute where = compute.compute();
        schedule = config.schedule()
                .over(length.updatesPerEpoch(), config.optimization().picturesOfAnUpdate());
        UpdateRules rules = UpdateRules.of(model.parameters())
                .withLayerDecay(config.optimization().layerDecay())
                .freezing(config.network().freeze());
        trainee = Trainee.of(
                model,
                rules,
                Trainee.Pictures.of(config, data, preprocessing),
                new CachedFeatures.Means(
                        where, config.optimization().batchSize(), config.run().workers(), stop));
        step = new UpdateStep(
                trainee.learning(),
                new CrossEntropy(config.loss().labelSmoothing()),
                config.optimization().optimizer(),
                rules,
                config.optimization().clipping(),
                where);
        state = new TrainingState(
                model.parameters(), step, WeightAverage.of(config.averaging(), model.parameters(), where), where);
        evaluator = new Evaluator(
                trainee.judged(),
                trainee.validation(),
                trainee.toJudge(),
                config.optimization().batchSize(),
                where,
                config.run().workers());
        keeper = new WeightKeeper(folder, model, start.metadata());
        recorder = new MetricsRecorder(length, config, 0, MetricsFiles.create(folder.path()), listener);
        batches = new BatchLoader(
                trainee.training(),
                trainee.toTrain(),
                config.optimization().batchSize(),
                RunLength.order(config, data.training()).from(0),
                BatchLoader.Unreadable.REPLACED,
                where.memory(),
                config.run().workers());
        ShownPictures pictures = new ShownPictures(preprocessing);
        microBatches = new MicroBatches(
                batches,
                step,
                Objective.of(config, data.training()),
                config,
                where.workers(),
                batch -> recorder.shows(
                        recorder.updatesDone(), pictures.of(trainee.shown(batch, SHOWN_PICTURES), SHOWN_PICTURES)));
        page = new RunPage(new RunReport(config, data, start, where, recorder)::of, folder.report(), System::nanoTime);
    }

    /** Opens the data, makes the model and the output folder, and tells the listener the plan. */
    static TrainingRun setUp(TrainingConfig config, TrainingListener listener, BooleanSupplier stop) {
        DataSource data =
                HoldOut.of(DataSets.open(config.data().source()), config.data().holdOut());
        RunCompute compute = RunCompute.of(config.run().threads());
        // The kernels are compiled while the model is made; one that is first called by an update may stay slow for
        // good.
        KernelWarmUp warmUp = KernelWarmUp.ofTrainingStep(compute.compute().kernels());
        TrainingRun run;
        try {
            run = new TrainingRun(config, listener, stop, data, compute);
        } catch (RuntimeException | Error e) {
            compute.close();
            throw e;
        }
        run.announce();
        warmUp.await();
        return run;
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

    private void writeConfig() {
        try {
            Files.writeString(folder.config(), TrainingConfigFile.toYaml(config));
        } catch (IOException e) {
            throw new UncheckedIOException(folder.config() + ": cannot be written: " + e.getMessage(), e);
        }
    }

    RunLength length() {
        return length;
    }

    Schedule schedule() {
        return schedule;
    }

    TrainingState state() {
        return state;
    }

    WeightKeeper keeper() {
        return keeper;
    }

    MetricsRecorder recorder() {
        return recorder;
    }

    /** Measures an update; if the data fail, the weights reached so far are saved before the failure is passed on. */
    UpdateStep.Outcome measure(long update) {
        try {
            UpdateStep.Outcome outcome = microBatches.measure(update % length.updatesPerEpoch());
            recorder.waited(batches.waitedNanoseconds());
            return outcome;
        } catch (DataException e) {
            saveLast();
            throw e;
        }
    }

    /** Judges the weights, and their average if there is one, and saves them: as the last, and as the best if they are. */
    void evaluate() {
        Evaluation plain = evaluator.evaluate(listener::evaluating);
        Optional<Evaluation> averaged = state.average().inPlace(() -> evaluator.evaluate(listener::evaluating));
        recorder.evaluated(plain, averaged);
        double score = config.evaluation().evalMetric().score(averaged.orElse(plain));
        boolean best = state.average()
                .inPlace(() -> keeper.saveIfBest(recorder.updatesDone(), score))
                .orElseGet(() -> keeper.saveIfBest(recorder.updatesDone(), score));
        if (best) {
            listener.saved(folder.best());
        }
        saveLast();
        page.refresh(() -> result(false));
    }

    private void saveLast() {
        long updates = recorder.updatesDone();
        if (savedUpdates != updates && updates > 0) {
            listener.saved(keeper.saveLast(updates));
            state.average().inPlace(() -> keeper.saveLastAveraged(updates)).ifPresent(listener::saved);
            savedUpdates = updates;
        }
    }

    /** Goes back to the last good weights, saves them, and says what happened. */
    TrainingDivergedException diverged(long update, UpdateStep.Outcome outcome) {
        String what = Double.isFinite(outcome.loss()) ? "gradient" : "loss";
        double value = Double.isFinite(outcome.loss()) ? outcome.gradientNorm() : outcome.loss();
        String kept = keeper.saveRemembered()
                ? "The last good weights, those before update " + update + ", are in " + folder.last() + "."
                : "No weights were saved, as the first update failed.";
        return new TrainingDivergedException(
                update,
                "The " + what + " is " + value + " at update " + (update + 1) + " of " + length.updates()
                        + "; training stopped. " + kept + " Try a lower lr, a longer warmup or clip-grad 1.");
    }

    /** Saves what is not saved yet, writes the report and tells how it went. */
    TrainingResult finish(boolean stopped) {
        saveLast();
        TrainingResult result = result(stopped);
        if (!result.skipped().isEmpty()) {
            LOG.warn(
                    "Skipped because they cannot be read: {} of the pictures",
                    result.skipped().size());
        }
        page.write(result);
        if (result.stopped()) {
            LOG.info(
                    "Stopped after {} of {} updates. To go on from these weights: --weights {}",
                    result.updates(),
                    length.updates(),
                    folder.last());
        }
        listener.finished(result);
        return result;
    }

    private TrainingResult result(boolean stopped) {
        return new TrainingResult(
                folder,
                recorder.updatesDone(),
                stopped && recorder.updatesDone() < length.updates(),
                recorder.history().epochs(),
                config.evaluation().evalMetric(),
                recorder.trainingSeconds(),
                batches.waitedNanoseconds() / NANOSECONDS,
                recorder.picturesPerSecond(),
                Stream.concat(data.training().skipped().stream(), data.validation().skipped().stream())
                        .distinct()
                        .toList());
    }

    @Override
    public void close() {
        batches.close();
        recorder.close();
        compute.close();
    }
}
