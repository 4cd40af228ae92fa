package io.github.mambaout.train;

import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.train.data.DataSource;
import java.util.Optional;

/**
 * Trains a model: data in, weights and a report out.
 *
 * <pre>{@code
 * TrainingResult result = Trainer.builder().data("folder:pets").output("runs/pets").build().run();
 * }</pre>
 *
 * <p>After every epoch the weights are judged by the held-out pictures and saved. Two runs of equal configuration end with
 * the same bits, on any number of threads.
 */
public final class Trainer {
    private final TrainingConfig config;
    private final TrainingListener listener;
    private final boolean startsOver;
    private volatile boolean stopRequested;
    private volatile Optional<TrainingRun> running = Optional.empty();

    /** @param config how to train */
    public Trainer(TrainingConfig config) {
        this(config, TrainingListener.NONE);
    }

    /**
     * @param config how to train
     * @param listener is told how it goes
     */
    public Trainer(TrainingConfig config, TrainingListener listener) {
        this(config, listener, false);
    }

    private Trainer(TrainingConfig config, TrainingListener listener, boolean startsOver) {
        this.config = config;
        this.listener = listener;
        this.startsOver = startsOver;
    }

    /**
     * @return a trainer of the same run that begins it anew: what an earlier run has left in the output folder is removed, and
     *     does not have to agree with this one
     */
    public Trainer startingOver() {
        return new Trainer(config, listener, true);
    }

    /** @return a builder that starts from the defaults */
    public static TrainingConfigBuilder<Trainer> builder() {
        return new TrainingConfigBuilder<>(LayeredConfig.ofDefaults(), Trainer::new);
    }

    /**
     * Says what would be trained, without making it.
     *
     * @param config how to train
     * @param data what {@code config.data().source()} names, opened
     * @return the network of such a run: its sizes, classes and mixer
     * @throws io.github.mambaout.weights.WeightFileException if weights to start from are missing or do not fit
     * @throws IllegalArgumentException if there is no model or mixer of this name, or it cannot have these sizes
     */
    public static MambaOutConfig network(TrainingConfig config, DataSource data) {
        return StartingModel.network(config, data);
    }

    /**
     * Ends the run after the update under way, or in the middle of an evaluation, with everything saved; the same run goes on from
     * there. May be called from any thread.
     */
    public void requestStop() {
        stopRequested = true;
    }

    /**
     * Saves where the run is, whatever it is doing: of an update or an evaluation under way, the state before it. For a process that
     * has to end soon. May be called from any thread, on which the listener is told of the files; does nothing unless the run is
     * under way.
     *
     * @throws io.github.mambaout.train.checkpoint.RunFolderException if it can't be written
     */
    public void save() {
        running.ifPresent(TrainingRun::saveBeside);
    }

    /**
     * Trains.
     *
     * @return how the run ended
     * @throws io.github.mambaout.train.checkpoint.RunFolderException if the output folder cannot be written to; nothing has
     *     been done then
     * @throws io.github.mambaout.train.data.DataException if the data are missing or wrong
     * @throws io.github.mambaout.weights.WeightFileException if weights to start from are missing or do not fit
     * @throws IllegalArgumentException if there is no model of this name
     * @throws TrainingDivergedException if the loss is no finite number; the last good weights have been saved
     */
    public TrainingResult run() {
        try (TrainingRun run = TrainingRun.setUp(config, listener, () -> stopRequested, startsOver)) {
            running = Optional.of(run);
            run.begin();
            while (!run.isDone() && !stopRequested) {
                run.goOn(() -> stopRequested);
            }
            return run.finish(stopRequested);
        } finally {
            running = Optional.empty();
        }
    }
}
