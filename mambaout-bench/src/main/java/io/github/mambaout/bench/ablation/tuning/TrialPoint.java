package io.github.mambaout.bench.ablation.tuning;

import io.github.mambaout.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a trial changes of a twin's recipe.
 *
 * @param lrFactor factor to the learning rate
 * @param dropPath drop path rate of the last block; nothing for the recipe's own
 */
record TrialPoint(double lrFactor, Optional<Double> dropPath) {
    private static final double LARGEST_FACTOR = 4;
    private static final double LARGEST_DROP_PATH = 0.2;
    /** The first point of the sequence is the middle, where the learning rate would be the recipe's own once more. */
    private static final int FIRST_INDEX = 2;

    /**
     * @param count how many, at least 1
     * @return the recipe as it is, then learning rates from a quarter to four times as high, evenly by their logarithm, with drop
     *     path rates from 0 to 0.2; more trials begin with the same points as fewer
     */
    static List<TrialPoint> first(int count) {
        List<TrialPoint> points = new ArrayList<>(List.of(new TrialPoint(1, Optional.empty())));
        for (int index = FIRST_INDEX; points.size() < count; index++) {
            points.add(new TrialPoint(
                    Math.pow(LARGEST_FACTOR, 2 * Halton.at(index, 2) - 1),
                    Optional.of(LARGEST_DROP_PATH * Halton.at(index, 3))));
        }
        return points;
    }

    TrainingConfig of(TrainingConfig recipe) {
        return recipe.toBuilder()
                .lr(recipe.peakLearningRate() * lrFactor)
                .minLr(recipe.schedule().minLr() * lrFactor)
                .dropPath(dropPath.orElse(recipe.network().dropPath()))
                .build();
    }
}
