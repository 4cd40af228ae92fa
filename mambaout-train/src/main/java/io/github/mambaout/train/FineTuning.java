package io.github.mambaout.train;

import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.recipe.Recipe;
import io.github.mambaout.train.recipe.Recipes;
import java.util.Optional;

/** Chooses a recipe for a run that starts from weights, where nobody has named one. */
public final class FineTuning {
    /** Fewer training pictures change a whole network to its harm more often than to its good. */
    private static final int FEW = 1_000;

    private FineTuning() {}

    /**
     * A recipe and why it was taken.
     *
     * @param recipe the recipe
     * @param reason a sentence for people
     */
    public record Choice(Recipe recipe, String reason) {}

    /**
     * @param config what the run is known to be: its data and weights; what else it says comes on top of the recipe
     * @return {@code frozen-trunk} for a few pictures of classes that the weights do not know, {@code fine-tune} otherwise; nothing for
     *     a run from scratch
     * @throws io.github.mambaout.train.data.DataException if the data are missing or wrong
     * @throws io.github.mambaout.weights.WeightFileException if the weights can't be read
     */
    public static Optional<Choice> recipeFor(TrainingConfig config) {
        return StartingWeights.of(config).map(weights -> choice(config, weights));
    }

    private static Choice choice(TrainingConfig config, StartingWeights weights) {
        DataSet training = RunParts.data(config).training();
        boolean isNew = !weights.know(training.classes());
        String name = isNew && training.size() < FEW ? "frozen-trunk" : "fine-tune";
        return new Choice(
                Recipes.named(name),
                "Recipe " + name + ", for " + training.size() + " training pictures of "
                        + (isNew ? "other classes than those of the weights" : "classes that the weights know")
                        + "; --recipe or --config names another, flags come on top.");
    }
}
