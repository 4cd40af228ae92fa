package io.github.mambaout.predict;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.UnreadablePictureException;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.GlobalAveragePool;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.OutIndices;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import io.github.mambaout.weights.WeightFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns pictures into numbers: for search, for comparing, or as inputs of another model. Needs no classes.
 *
 * <pre>{@code
 * try (Embedder embedder = Embedder.load(Path.of("tiny.safetensors"))) {
 *     Embedding flower = embedder.embed(Path.of("flower.jpg"));
 *     System.out.println(flower.cosine(embedder.embed(Path.of("china.jpg"))));
 * }
 * }</pre>
 *
 * <p>Many threads may use one embedder. A picture's embedding has the same bits alone, in any batch, and on any number of
 * threads.
 */
public final class Embedder implements AutoCloseable {
    private static final GlobalAveragePool MEAN = new GlobalAveragePool();

    private final MambaOut model;
    private final ModelMetadata metadata;
    private final Features features;
    private final PredictorCore<Embedding> core;

    private Embedder(SavedModel saved, Compute compute, PredictorOptions options, Features features) {
        this.model = saved.model();
        this.metadata = saved.metadata();
        this.features = features;
        this.core = new PredictorCore<>("embedder", saved, compute, options, this::embeddings);
    }

    /**
     * @param weights a file that this library saved, or a published model's
     * @return an embedder that gives {@link Features.PreLogits} and computes on {@link Compute#shared()}
     * @throws WeightFileException if the file can't be read
     */
    public static Embedder load(Path weights) {
        PredictorOptions options = PredictorOptions.defaults().withWarmUp(KernelWarmUp.shared());
        return of(ModelFile.load(weights), Compute.shared(), new Features.PreLogits(), options);
    }

    /**
     * @param saved a model with its metadata
     * @param compute kernels and threads to use; stays open when the embedder is closed
     * @param features which values it gives
     * @return an embedder with the default options
     * @throws IllegalArgumentException if the model has no such stage
     */
    public static Embedder of(SavedModel saved, Compute compute, Features features) {
        return of(saved, compute, features, PredictorOptions.defaults());
    }

    /**
     * @param saved a model with its metadata
     * @param compute kernels and threads to use; stays open when the embedder is closed
     * @param features which values it gives
     * @param options how pictures are read and grouped
     * @return an embedder
     * @throws IllegalArgumentException if the model has no such stage
     */
    public static Embedder of(SavedModel saved, Compute compute, Features features, PredictorOptions options) {
        int stages = saved.model().config().stages();
        if (features instanceof Features.Stage stage && stage.index() >= stages) {
            throw new IllegalArgumentException("Model " + saved.model().config().name()
                    + " has the stages stage0 to stage" + (stages - 1) + ", but " + features + " was asked for");
        }
        return new Embedder(saved, compute, options, features);
    }

    private List<Embedding> embeddings(Tensor inputs, Execution execution) {
        Tensor values = features(inputs, execution);
        int[] sizes = values.shape().sizes();
        Shape shape = Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
        List<Embedding> results = new ArrayList<>(sizes[0]);
        for (int i = 0; i < sizes[0]; i++) {
            float[] row = new float[shape.elements()];
            values.data().get(i * row.length, row);
            results.add(new Embedding(shape, row));
        }
        return results;
    }

    private Tensor features(Tensor inputs, Execution execution) {
        if (features instanceof Features.Stage stage) {
            return map(inputs, stage.index(), execution);
        }
        Tensor last = map(inputs, model.config().stages() - 1, execution);
        return features instanceof Features.Pooled ? MEAN.forward(last, execution) : model.preLogits(last, execution);
    }

    private Tensor map(Tensor inputs, int stage, Execution execution) {
        return model.featureMaps(inputs, OutIndices.of(stage), execution).get(0);
    }

    /** @return what the file says about the model: preprocessing, where it comes from */
    public ModelMetadata metadata() {
        return metadata;
    }

    /** @return which values it gives */
    public Features features() {
        return features;
    }

    /**
     * @param picture a picture file
     * @return its embedding
     * @throws UnreadablePictureException if it is no picture that can be read
     */
    public Embedding embed(Path picture) {
        return core.ofFile(picture);
    }

    /**
     * @param picture a picture of any size
     * @return its embedding
     */
    public Embedding embed(Picture picture) {
        return core.ofPicture(picture);
    }

    /**
     * Embeds many files, which is faster than one by one.
     *
     * @param pictures picture files
     * @return an embedding of each, in order
     * @throws UnreadablePictureException if one of them can't be read
     */
    public List<Embedding> embedFiles(List<Path> pictures) {
        return core.ofFiles(pictures);
    }

    /**
     * Embeds many pictures, which is faster than one by one.
     *
     * @param pictures pictures of any sizes
     * @return an embedding of each, in order
     */
    public List<Embedding> embedPictures(List<Picture> pictures) {
        return core.ofPictures(pictures);
    }

    /**
     * Embeds any number of files, lazily, as {@link Classifier#stream(Iterable)} classifies them.
     *
     * @param pictures picture files, taken as they are needed
     * @return what came of each, in order
     */
    public Stream<Outcome<Embedding>> stream(Iterable<Path> pictures) {
        return stream(pictures, new StageTimes());
    }

    /**
     * {@link #stream(Iterable)}, and where its time goes.
     *
     * @param pictures picture files, taken as they are needed
     * @param times the time of this stream is added to it
     * @return what came of each, in order
     */
    public Stream<Outcome<Embedding>> stream(Iterable<Path> pictures, StageTimes times) {
        return core.stream(pictures, times);
    }

    /**
     * Embeds inputs that have been prepared already, all as one batch.
     *
     * @param inputs normalised pictures {@code [N, H, W, C]}
     * @return an embedding of each
     * @throws ShapeMismatchException if the model can't take such inputs
     */
    public List<Embedding> embed(Tensor inputs) {
        return core.ofInputs(inputs);
    }

    /**
     * Ends the use of this embedder: further calls are refused, its streams end, and calls of other threads that have begun
     * finish as usual.
     */
    @Override
    public void close() {
        core.close();
    }
}
