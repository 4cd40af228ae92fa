package io.github.mambaout.train;

import io.github.mambaout.train.augment.AugmentationSettings;
import io.github.mambaout.train.recipe.Recipes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Collects a configuration. The settings that most runs have are methods; {@link #set} takes all others by the names that they
 * have in files and on the command line. What is set counts more than a recipe, in whatever order they are given.
 *
 * @param <T> what is built from it
 */
public final class TrainingConfigBuilder<T> {
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Function<TrainingConfig, T> finish;
    private LayeredConfig below;

    TrainingConfigBuilder(LayeredConfig below, Function<TrainingConfig, T> finish) {
        this.below = below;
        this.finish = finish;
    }

    /**
     * @param name of a recipe, for instance {@code laptop}; what is set beside it counts more
     * @return this
     * @throws IllegalArgumentException if there is no such recipe; the message suggests near names
     */
    public TrainingConfigBuilder<T> recipe(String name) {
        below = below.withRecipe(Recipes.named(name));
        return this;
    }

    /**
     * @param name of a setting, for instance {@code mixup}
     * @param value a text, a number, yes or no, a list or a map; what it cannot be is refused by {@link #build}
     * @return this
     */
    public TrainingConfigBuilder<T> set(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    /**
     * @param value everything random that is done to single pictures; default half of them mirrored
     * @return this
     */
    public TrainingConfigBuilder<T> augmentation(AugmentationSettings value) {
        settings.putAll(FlatSettings.ofGroup(value));
        return this;
    }

    /**
     * @param value what to train on; default {@code fashion-mnist:bundled}
     * @return this
     */
    public TrainingConfigBuilder<T> data(String value) {
        return set("data", value);
    }

    /**
     * @param value name of a published model; default that of the weights, or {@code mambaout_femto}
     * @return this
     */
    public TrainingConfigBuilder<T> model(String value) {
        return set("model", value);
    }

    /**
     * @param values blocks of each stage; default the model's
     * @return this
     */
    public TrainingConfigBuilder<T> depths(List<Integer> values) {
        return set("depths", values);
    }

    /**
     * @param values channels of each stage; default the model's
     * @return this
     */
    public TrainingConfigBuilder<T> dims(List<Integer> values) {
        return set("dims", values);
    }

    /**
     * @param values further properties of the model by timm's names; default the model's own
     * @return this
     */
    public TrainingConfigBuilder<T> modelOptions(Map<String, String> values) {
        return set("model-options", values);
    }

    /**
     * @param value token mixer of the blocks; default the model's own
     * @return this
     */
    public TrainingConfigBuilder<T> mixer(String value) {
        return set("mixer", value);
    }

    /**
     * @param pixels height and width of the network's input; default what suits the data
     * @return this
     */
    public TrainingConfigBuilder<T> imgSize(int pixels) {
        return set("img-size", pixels);
    }

    /**
     * @param rate drop path rate of the last block; default 0.05
     * @return this
     */
    public TrainingConfigBuilder<T> dropPath(double rate) {
        return set("drop-path", rate);
    }

    /**
     * @param file a weight file to start from; default none
     * @return this
     */
    public TrainingConfigBuilder<T> weights(String file) {
        return set("weights", file);
    }

    /**
     * @param pictures of a micro-batch; default 128
     * @return this
     */
    public TrainingConfigBuilder<T> batchSize(int pictures) {
        return set("batch-size", pictures);
    }

    /**
     * @param passes over the training pictures; default 10 if there is no other limit
     * @return this
     */
    public TrainingConfigBuilder<T> epochs(int passes) {
        return set("epochs", passes);
    }

    /**
     * @param updates after which the run ends if it has not before; default no limit
     * @return this
     */
    public TrainingConfigBuilder<T> maxUpdates(long updates) {
        return set("max-updates", updates);
    }

    /**
     * @param rate highest learning rate; default 1e-3
     * @return this
     */
    public TrainingConfigBuilder<T> lr(double rate) {
        return set("lr", rate);
    }

    /**
     * @param rate learning rate that the end of the run approaches; default 0
     * @return this
     */
    public TrainingConfigBuilder<T> minLr(double rate) {
        return set("min-lr", rate);
    }

    /**
     * @param updates over which the learning rate rises; default 100
     * @return this
     */
    public TrainingConfigBuilder<T> warmup(int updates) {
        return set("warmup", updates);
    }

    /**
     * @param decay decoupled weight decay; default 0.05
     * @return this
     */
    public TrainingConfigBuilder<T> weightDecay(double decay) {
        return set("weight-decay", decay);
    }

    /**
     * @param share of the target spread over all classes; default 0.1
     * @return this
     */
    public TrainingConfigBuilder<T> labelSmoothing(double share) {
        return set("label-smoothing", share);
    }

    /**
     * @param bound largest L2 norm of the gradient, or what {@code clip-mode} says; default 0, no limit
     * @return this
     */
    public TrainingConfigBuilder<T> clipGrad(double bound) {
        return set("clip-grad", bound);
    }

    /**
     * @param probability of mirroring a training picture; default 0.5
     * @return this
     */
    public TrainingConfigBuilder<T> flip(double probability) {
        return set("flip", probability);
    }

    /**
     * @param share of the training pictures that judge the run and are not trained on; default 0, the held-out pictures do
     * @return this
     */
    public TrainingConfigBuilder<T> holdOut(double share) {
        return set("hold-out", share);
    }

    /**
     * @param value key of everything random; default 0
     * @return this
     */
    public TrainingConfigBuilder<T> seed(long value) {
        return set("seed", value);
    }

    /**
     * @param count threads that compute; default as many as this process may use
     * @return this
     */
    public TrainingConfigBuilder<T> threads(int count) {
        return set("threads", count);
    }

    /**
     * @param count threads that read and augment pictures; default 2
     * @return this
     */
    public TrainingConfigBuilder<T> workers(int count) {
        return set("workers", count);
    }

    /**
     * @param updates between two lines of the log; default 20
     * @return this
     */
    public TrainingConfigBuilder<T> logEvery(int updates) {
        return set("log-every", updates);
    }

    /**
     * @param folder for weights, figures and the report; default {@code runs/latest}
     * @return this
     */
    public TrainingConfigBuilder<T> output(String folder) {
        return set("output", folder);
    }

    /**
     * @return what this builder builds
     * @throws IllegalArgumentException if there is no setting of a name, or a value is impossible; the message names it
     */
    public T build() {
        return finish.apply(below.with("program", settings).resolve().config());
    }
}
