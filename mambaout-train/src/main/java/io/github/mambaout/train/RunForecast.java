package io.github.mambaout.train;

import java.util.List;
import java.util.Optional;

/**
 * What a run would do, and how long it would take on this machine.
 *
 * @param model name of the model
 * @param parameters number of its learned values
 * @param imgSize rows and columns of its input, in pixels
 * @param classes number of classes
 * @param trainingPictures pictures to train on
 * @param validationPictures pictures to judge by
 * @param length of the run; empty if it would not begin
 * @param refusal why it would not begin
 * @param epochs of the run, cool-down included
 * @param rates learning rates in the course of the run
 * @param memory what an update takes
 * @param times how fast this machine is
 * @param keptFeatures how many features of pictures are computed once and kept; 0 where none are
 * @param featuresSeconds time in which they are computed
 * @param updateSeconds time of an update
 * @param evaluationSeconds time of an evaluation
 */
public record RunForecast(
        String model,
        long parameters,
        int imgSize,
        int classes,
        int trainingPictures,
        int validationPictures,
        Optional<RunLength> length,
        Optional<String> refusal,
        int epochs,
        List<Rate> rates,
        StepMemory memory,
        Times times,
        long keptFeatures,
        double featuresSeconds,
        double updateSeconds,
        double evaluationSeconds) {
    public RunForecast {
        rates = List.copyOf(rates);
    }

    /**
     * A learning rate.
     *
     * @param epoch counted from 0
     * @param rate of the first update of the epoch
     */
    public record Rate(long epoch, double rate) {}

    /**
     * What was measured.
     *
     * @param pictures of a micro-batch that was measured; fewer than the run's where these take too long or too much memory
     * @param microBatchSeconds time of such a micro-batch, data included
     * @param changeSeconds time in which the optimiser changes the weights
     * @param judgingSeconds time in which a held-out picture is judged
     * @param lookingSeconds time in which the features of a picture are computed, where these are kept; 0 where they are not
     * @param picturesPerSecond how fast pictures are read and augmented, with nothing beside
     */
    public record Times(
            int pictures,
            double microBatchSeconds,
            double changeSeconds,
            double judgingSeconds,
            double lookingSeconds,
            double picturesPerSecond) {}

    /** @return time of the whole run; empty if it would not begin */
    public Optional<Double> seconds() {
        return length.map(known -> {
            double evaluations = Math.ceil((double) known.updates() / known.updatesPerEpoch());
            return featuresSeconds + known.updates() * updateSeconds + evaluations * evaluationSeconds;
        });
    }
}
