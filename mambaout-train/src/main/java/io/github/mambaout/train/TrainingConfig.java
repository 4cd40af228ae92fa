package io.github.mambaout.train;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.AdamWSettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Everything that decides how a run goes: two runs with equal configurations end with the same bits. An immutable value;
 * {@link TrainingConfigFile} reads and writes it as YAML, where the names are those of the command line's flags.
 *
 * @param data what to train on, as {@link io.github.mambaout.train.data.DataSets#open} understands it, for instance {@code
 *     folder:FOLDER}
 * @param model name of a published model, whose shape the run takes; empty for that of {@code weights}, or for {@code
 *     mambaout_femto} without
 * @param depths blocks of each stage instead of the model's; empty for the model's
 * @param dims channels of each stage instead of the model's; empty for the model's
 * @param modelOptions further properties of the model by timm's names, for instance {@code kernel_size} or {@code
 *     act_layer}; empty for the model's own
 * @param mixer token mixer of the blocks; empty for the model's own, which is {@code gated-cnn} for published ones
 * @param imgSize height and width of the network's input in pixels; 0 for what suits the data
 * @param dropPath drop path rate of the last block, from 0 to less than 1
 * @param weights a weight file to start from; empty for random weights
 * @param batchSize pictures of an update, at least 1
 * @param epochs passes over the training pictures, at least 0; 0 for as many as {@code maxUpdates} needs
 * @param maxUpdates updates after which the run ends if it has not before, at least 0; 0 for no limit
 * @param lr highest learning rate, positive
 * @param minLr learning rate that the end of the run approaches
 * @param warmup updates over which the learning rate rises from 0
 * @param weightDecay decoupled weight decay of parameters with two or more dimensions
 * @param labelSmoothing share of the target spread over all classes, from 0 to less than 1
 * @param clipGrad largest L2 norm of the gradient; 0 for no limit
 * @param flip probability of mirroring a training picture, from 0 to 1
 * @param holdOut share of the training pictures that judge the run instead of the held-out ones and are not trained on, the same
 *     in every run, from 0 to less than 1; for choosing a recipe without looking at the pictures that judge it in the end
 * @param seed key of everything random; 0 is a seed like any other
 * @param threads threads that compute; 0 for as many as this process may use. The weights do not depend on it
 * @param workers threads that read and augment pictures beside those that compute, at least 1. The weights do not depend on it
 * @param logEvery updates between two lines of the log
 * @param output folder for weights, figures and the report; made if it is missing
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record TrainingConfig(
        String data,
        String model,
        List<Integer> depths,
        List<Integer> dims,
        Map<String, String> modelOptions,
        String mixer,
        int imgSize,
        double dropPath,
        String weights,
        int batchSize,
        int epochs,
        long maxUpdates,
        double lr,
        double minLr,
        int warmup,
        double weightDecay,
        double labelSmoothing,
        double clipGrad,
        double flip,
        double holdOut,
        long seed,
        int threads,
        int workers,
        int logEvery,
        String output) {

    /** Larger inputs need more memory than one buffer holds long before this. */
    private static final int LARGEST_PICTURE = 8192;

    public TrainingConfig {
        requireText("data", data, "a data set, for instance fashion-mnist:bundled");
        requireText("output", output, "a folder, for instance runs/first");
        depths = requirePositive("depths", depths);
        dims = requirePositive("dims", dims);
        if (!depths.isEmpty() && !dims.isEmpty() && depths.size() != dims.size()) {
            throw new IllegalArgumentException("depths " + depths + " and dims " + dims
                    + " must have as many entries as the model has stages, so equally many");
        }
        modelOptions = Collections.unmodifiableMap(new TreeMap<>(modelOptions));
        requireRange("img-size", imgSize, 0, LARGEST_PICTURE);
        requireShare("drop-path", dropPath, false);
        requireRange("batch-size", batchSize, 1, 1 << 20);
        requireRange("epochs", epochs, 0, Integer.MAX_VALUE);
        requireRange("max-updates", maxUpdates, 0, Long.MAX_VALUE);
        if (epochs == 0 && maxUpdates == 0) {
            throw new IllegalArgumentException("Either epochs or max-updates must be at least 1, but both are 0");
        }
        requirePositive("lr", lr);
        if (!(minLr >= 0 && minLr <= lr)) {
            throw new IllegalArgumentException("min-lr must lie between 0 and lr " + lr + ", but is " + minLr);
        }
        requireRange("warmup", warmup, 0, Integer.MAX_VALUE);
        AdamWSettings.withDecay(weightDecay);
        new CrossEntropy(labelSmoothing);
        if (!(clipGrad >= 0)) {
            throw new IllegalArgumentException("clip-grad must be at least 0 (0 for no limit), but is " + clipGrad);
        }
        requireShare("flip", flip, true);
        requireShare("hold-out", holdOut, false);
        requireRange("threads", threads, 0, 1 << 16);
        requireRange("workers", workers, 1, 1 << 10);
        requireRange("log-every", logEvery, 1, Integer.MAX_VALUE);
    }

    private static void requireText(String name, String value, String expected) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is empty; give " + expected);
        }
    }

    private static List<Integer> requirePositive(String name, List<Integer> values) {
        for (Integer value : values) {
            if (value == null || value < 1) {
                throw new IllegalArgumentException(name + " must be numbers of at least 1, but are " + values);
            }
        }
        return List.copyOf(values);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be a positive number, but is " + value);
        }
    }

    private static void requireRange(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be "
                    + (value < least ? "at least " + least : "at most " + most) + ", but is " + value);
        }
    }

    private static void requireShare(String name, double value, boolean all) {
        if (!(value >= 0 && (all ? value <= 1 : value < 1))) {
            throw new IllegalArgumentException(
                    name + " must lie between 0 and 1" + (all ? "" : " (1 excluded)") + ", but is " + value);
        }
    }

    /** @return a builder that starts from the defaults: a valid run on the bundled pictures */
    public static Builder<TrainingConfig> builder() {
        return new Builder<>(Function.identity());
    }

    /** @return a builder that starts from this configuration */
    public Builder<TrainingConfig> toBuilder() {
        return new Builder<>(this, Function.identity());
    }

    /** @return the folder for weights, figures and the report */
    public Path outputFolder() {
        return Path.of(output);
    }

    /**
     * Collects a configuration.
     *
     * @param <T> what is built from it
     */
    public static final class Builder<T> {
        private final Function<TrainingConfig, T> finish;
        private String data = "fashion-mnist:bundled";
        private String model = "";
        private List<Integer> depths = List.of();
        private List<Integer> dims = List.of();
        private Map<String, String> modelOptions = Map.of();
        private String mixer = "";
        private int imgSize;
        private double dropPath = 0.05;
        private String weights = "";
        private int batchSize = 128;
        private int epochs;
        private long maxUpdates;
        private double lr = 1e-3;
        private double minLr;
        private int warmup = 100;
        private double weightDecay = 0.05;
        private double labelSmoothing = 0.1;
        private double clipGrad;
        private double flip = 0.5;
        private double holdOut;
        private long seed;
        private int threads;
        private int workers = 2;
        private int logEvery = 20;
        private String output = "runs/latest";

        Builder(Function<TrainingConfig, T> finish) {
            this.finish = finish;
        }

        Builder(TrainingConfig start, Function<TrainingConfig, T> finish) {
            this(finish);
            data = start.data;
            model = start.model;
            depths = start.depths;
            dims = start.dims;
            modelOptions = start.modelOptions;
            mixer = start.mixer;
            imgSize = start.imgSize;
            dropPath = start.dropPath;
            weights = start.weights;
            batchSize = start.batchSize;
            epochs = start.epochs;
            maxUpdates = start.maxUpdates;
            lr = start.lr;
            minLr = start.minLr;
            warmup = start.warmup;
            weightDecay = start.weightDecay;
            labelSmoothing = start.labelSmoothing;
            clipGrad = start.clipGrad;
            flip = start.flip;
            holdOut = start.holdOut;
            seed = start.seed;
            threads = start.threads;
            workers = start.workers;
            logEvery = start.logEvery;
            output = start.output;
        }

        /**
         * @param value what to train on; default {@code fashion-mnist:bundled}
         * @return this
         */
        public Builder<T> data(String value) {
            data = value;
            return this;
        }

        /**
         * @param value name of a published model; default that of the weights, or {@code mambaout_femto}
         * @return this
         */
        public Builder<T> model(String value) {
            model = value;
            return this;
        }

        /**
         * @param values blocks of each stage; default the model's
         * @return this
         */
        public Builder<T> depths(List<Integer> values) {
            depths = values;
            return this;
        }

        /**
         * @param values channels of each stage; default the model's
         * @return this
         */
        public Builder<T> dims(List<Integer> values) {
            dims = values;
            return this;
        }

        /**
         * @param values further properties of the model by timm's names; default the model's own
         * @return this
         */
        public Builder<T> modelOptions(Map<String, String> values) {
            modelOptions = values;
            return this;
        }

        /**
         * @param value token mixer of the blocks; default the model's own
         * @return this
         */
        public Builder<T> mixer(String value) {
            mixer = value;
            return this;
        }

        /**
         * @param pixels height and width of the network's input; default what suits the data
         * @return this
         */
        public Builder<T> imgSize(int pixels) {
            imgSize = pixels;
            return this;
        }

        /**
         * @param rate drop path rate of the last block; default 0.05
         * @return this
         */
        public Builder<T> dropPath(double rate) {
            dropPath = rate;
            return this;
        }

        /**
         * @param file a weight file to start from; default none
         * @return this
         */
        public Builder<T> weights(String file) {
            weights = file;
            return this;
        }

        /**
         * @param pictures of an update; default 128
         * @return this
         */
        public Builder<T> batchSize(int pictures) {
            batchSize = pictures;
            return this;
        }

        /**
         * @param passes over the training pictures; default 10 if there is no other limit
         * @return this
         */
        public Builder<T> epochs(int passes) {
            epochs = passes;
            return this;
        }

        /**
         * @param updates after which the run ends if it has not before; default no limit
         * @return this
         */
        public Builder<T> maxUpdates(long updates) {
            maxUpdates = updates;
            return this;
        }

        /**
         * @param rate highest learning rate; default 1e-3
         * @return this
         */
        public Builder<T> lr(double rate) {
            lr = rate;
            return this;
        }

        /**
         * @param rate learning rate that the end of the run approaches; default 0
         * @return this
         */
        public Builder<T> minLr(double rate) {
            minLr = rate;
            return this;
        }

        /**
         * @param updates over which the learning rate rises from 0; default 100
         * @return this
         */
        public Builder<T> warmup(int updates) {
            warmup = updates;
            return this;
        }

        /**
         * @param decay decoupled weight decay; default 0.05
         * @return this
         */
        public Builder<T> weightDecay(double decay) {
            weightDecay = decay;
            return this;
        }

        /**
         * @param share of the target spread over all classes; default 0.1
         * @return this
         */
        public Builder<T> labelSmoothing(double share) {
            labelSmoothing = share;
            return this;
        }

        /**
         * @param norm largest L2 norm of the gradient; default 0, no limit
         * @return this
         */
        public Builder<T> clipGrad(double norm) {
            clipGrad = norm;
            return this;
        }

        /**
         * @param probability of mirroring a training picture; default 0.5
         * @return this
         */
        public Builder<T> flip(double probability) {
            flip = probability;
            return this;
        }

        /**
         * @param share of the training pictures that judge the run and are not trained on; default 0, the held-out pictures do
         * @return this
         */
        public Builder<T> holdOut(double share) {
            holdOut = share;
            return this;
        }

        /**
         * @param value key of everything random; default 0
         * @return this
         */
        public Builder<T> seed(long value) {
            seed = value;
            return this;
        }

        /**
         * @param count threads that compute; default as many as this process may use
         * @return this
         */
        public Builder<T> threads(int count) {
            threads = count;
            return this;
        }

        /**
         * @param count threads that read and augment pictures; default 2
         * @return this
         */
        public Builder<T> workers(int count) {
            workers = count;
            return this;
        }

        /**
         * @param updates between two lines of the log; default 20
         * @return this
         */
        public Builder<T> logEvery(int updates) {
            logEvery = updates;
            return this;
        }

        /**
         * @param folder for weights, figures and the report; default {@code runs/latest}
         * @return this
         */
        public Builder<T> output(String folder) {
            output = folder;
            return this;
        }

        /**
         * @return what this builder builds
         * @throws IllegalArgumentException if a setting is out of its range; the message names it
         */
        public T build() {
            return finish.apply(new TrainingConfig(
                    data,
                    model,
                    depths,
                    dims,
                    modelOptions,
                    mixer,
                    imgSize,
                    dropPath,
                    weights,
                    batchSize,
                    epochs == 0 && maxUpdates == 0 ? DEFAULT_EPOCHS : epochs,
                    maxUpdates,
                    lr,
                    minLr,
                    warmup,
                    weightDecay,
                    labelSmoothing,
                    clipGrad,
                    flip,
                    holdOut,
                    seed,
                    threads,
                    workers,
                    logEvery,
                    output));
        }

        private static final int DEFAULT_EPOCHS = 10;
    }
}
