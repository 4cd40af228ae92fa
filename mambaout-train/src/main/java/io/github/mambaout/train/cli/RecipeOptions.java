package io.github.mambaout.train.cli;

import io.github.mambaout.train.LayeredConfig;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigBuilder;
import io.github.mambaout.train.recipe.Recipe;
import io.github.mambaout.train.recipe.Recipes;
import io.github.mambaout.train.settings.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The settings of training from the command line: a recipe or other defaults, a YAML file on top, and flags on top of that. There
 * is a flag for each setting, of the name that it has in the file.
 */
public final class RecipeOptions {
    private final Map<String, Object> given = new LinkedHashMap<>();
    private final Predicate<Setting> offered;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            completionCandidates = RecipeCandidates.class,
            description =
                    "Settings that have proved themselves: ${COMPLETION-CANDIDATES}; 'mambaout recipes' says what they"
                            + " are for. A file and flags come on top.")
    private Optional<String> recipe = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Settings from a YAML file, named like these flags without dashes; flags come on top. Each run"
                            + " leaves such a file in its output folder.")
    private Optional<Path> file = Optional.empty();

    private RecipeOptions(Predicate<Setting> offered) {
        this.offered = offered;
    }

    /** For picocli: what runs of a study may have in common. */
    public RecipeOptions() {
        this(setting -> !setting.ofOneRun());
    }

    /** @return options with every setting, for a single run */
    static RecipeOptions ofEverything() {
        return new RecipeOptions(setting -> true);
    }

    @Spec(Spec.Target.MIXEE)
    void offerIn(CommandSpec command) {
        SettingFlags.add(command, offered, given::put);
    }

    /**
     * @param defaults what holds where neither a recipe, the file nor a flag says anything else; a recipe or a file counts from the
     *     library's own defaults
     * @return the configuration, to be changed further
     * @throws IllegalArgumentException if a setting is out of its range; the message names it
     */
    public TrainingConfigBuilder<TrainingConfig> over(TrainingConfig defaults) {
        return layers(defaults).resolve().config().toBuilder();
    }

    /** @return whether neither a recipe nor a file says what a run is to be like */
    boolean leaveRecipeOpen() {
        return recipe.isEmpty() && file.isEmpty();
    }

    /**
     * @param chosen a recipe that the user has not named
     * @return it, and the flags on top
     */
    LayeredConfig layersOver(Recipe chosen) {
        return LayeredConfig.ofDefaults().withRecipe(chosen).with(LayeredConfig.COMMAND_LINE, given);
    }

    /**
     * @param defaults as for {@link #over}
     * @return everything that was said, in the order in which it counts
     */
    LayeredConfig layers(TrainingConfig defaults) {
        LayeredConfig layers = LayeredConfig.ofDefaults();
        if (leaveRecipeOpen() && !defaults.equals(TrainingConfig.DEFAULT)) {
            layers = layers.with(defaults);
        }
        if (recipe.isPresent()) {
            layers = layers.withRecipe(Recipes.named(recipe.get()));
        }
        if (file.isPresent()) {
            layers = layers.withFile(file.get());
        }
        return layers.with(LayeredConfig.COMMAND_LINE, given);
    }
}
