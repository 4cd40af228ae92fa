package io.github.mambaout.train;

import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.schedule.Schedule;
import io.github.mambaout.train.settings.RunSettings;

/** The updates of a run, those that fail among them. */
final class RunUpdates {
    private final RunSettings settings;
    private final Schedule schedule;
    private final RunLength length;
    private final MicroBatches microBatches;
    private final DataSet training;
    private final RunFolder folder;
    private final RunCourse course;

    /**
     * @param settings how often to save, and what to do with an update that fails
     * @param schedule learning rates
     * @param length of the run
     * @param microBatches measure gradients
     * @param training names the pictures of an update that fails
     * @param folder where they are listed
     * @param course where the run is
     */
    RunUpdates(
            RunSettings settings,
            Schedule schedule,
            RunLength length,
            MicroBatches microBatches,
            DataSet training,
            RunFolder folder,
            RunCourse course) {
        this.settings = settings;
        this.schedule = schedule;
        this.length = length;
        this.microBatches = microBatches;
        this.training = training;
        this.folder = folder;
        this.course = course;
    }

    /**
     * The next update: measures its pictures, and changes the weights by what it found.
     *
     * @throws DataException if its pictures can't be had; the run is saved
     * @throws TrainingDivergedException if its loss or gradient is no finite number, and the run doesn't go back
     */
    void next() {
        MetricsRecorder recorder = course.recorder();
        long update = recorder.updatesDone();
        try {
            if (recorder.passesOver(update)) {
                microBatches.passOver(course.batches());
                course.passOver();
                saveIfDue();
            } else {
                recorder.updateStarts();
                MicroBatches.Measured measured =
                        microBatches.measure(course.batches(), update % length.updatesPerEpoch());
                recorder.waited(course.batches().waitedNanoseconds());
                change(update, measured);
            }
        } catch (DataException e) {
            throw course.saved(e);
        }
    }

    private void change(long update, MicroBatches.Measured measured) {
        if (measured.outcome().isFinite()) {
            course.update(measured.outcome(), schedule.learningRate(update));
            saveIfDue();
        } else {
            failed(new FailedUpdate(update, measured.outcome(), measured.pictures()));
        }
    }

    /** After an epoch everything is saved when it has been judged. */
    private void saveIfDue() {
        long every = settings.checkpointEvery();
        MetricsRecorder recorder = course.recorder();
        if (every > 0 && recorder.updatesDone() % every == 0 && !recorder.owesEvaluation()) {
            course.save();
        }
    }

    private void failed(FailedUpdate failed) {
        failed.record(folder.failedBatches(), training);
        if (settings.onNan() == RunSettings.OnNan.STOP || course.hasGoneBack()) {
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
}
