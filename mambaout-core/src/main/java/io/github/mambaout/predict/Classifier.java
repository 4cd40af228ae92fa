package io.github.mambaout.predict;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.UnreadablePictureException;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import io.github.mambaout.weights.WeightFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Says what is in a picture. Loads a saved model with everything that belongs to it; pictures are prepared as those that
 * it was trained on. Starts no ND4J backend unless it is given ND4J arrays.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.load(Path.of("tiny.safetensors"))) {
 *     for (Prediction p : classifier.classify(Path.of("flower.jpg")).top(5)) System.out.println(p);
 * }
 * }</pre>
 *
 * <p>Many pictures are read while others are computed, and broken ones don't end the work:
 *
 * <pre>{@code
 * try (Stream<Outcome<Classification>> outcomes = classifier.stream(files)) {
 *     outcomes.forEach(outcome -> {
 *         if (outcome instanceof Outcome.Answer<Classification> answer) System.out.println(answer.result().best());
 *         if (outcome instanceof Outcome.Unreadable<Classification> broken) System.err.println(broken.reason().getMessage());
 *     });
 * }
 * }</pre>
 *
 * <p>Many threads may use one classifier. A picture's answer has the same bits alone, in any batch, and on any number of
 * threads.
 */
public final class Classifier implements AutoCloseable {
    private final MambaOut model;
    private final ModelMetadata metadata;
    private final PredictorCore<Classification> core;

    private Classifier(SavedModel saved, Compute compute, PredictorOptions options) {
        this.model = saved.model();
        this.metadata = saved.metadata();
        this.core = new PredictorCore<>("classifier", saved, compute, options, this::classifications);
    }

    /**
     * @param weights a file that this library saved, or a published model's
     * @return a classifier that computes on {@link Compute#shared()}
     * @throws WeightFileException if the file can't be read
     * @throws IllegalArgumentException if the model has no classes
     */
    public static Classifier load(Path weights) {
        PredictorOptions options = PredictorOptions.defaults().withWarmUp(KernelWarmUp.shared());
        return of(ModelFile.load(weights), Compute.shared(), options);
    }

    /**
     * @param saved a model with its metadata
     * @param compute kernels and threads to use; stays open when the classifier is closed
     * @return a classifier with the default options
     * @throws IllegalArgumentException if the model has no classes
     */
    public static Classifier of(SavedModel saved, Compute compute) {
        return of(saved, compute, PredictorOptions.defaults());
    }

    /**
     * @param saved a model with its metadata
     * @param compute kernels and threads to use; stays open when the classifier is closed
     * @param options how pictures are read and grouped
     * @return a classifier
     * @throws IllegalArgumentException if the model has no classes
     */
    public static Classifier of(SavedModel saved, Compute compute, PredictorOptions options) {
        saved.model().config().requireClassifier();
        return new Classifier(saved, compute, options);
    }

    private List<Classification> classifications(Tensor inputs, Execution execution) {
        Tensor logits = model.forward(inputs, execution);
        List<Classification> results = new ArrayList<>(logits.shape().rows());
        for (int i = 0; i < logits.shape().rows(); i++) {
            float[] row = new float[logits.shape().channels()];
            logits.data().get(i * row.length, row);
            results.add(new Classification(metadata, row));
        }
        return results;
    }

    /** @return what the file says about the model: classes, preprocessing, where it comes from */
    public ModelMetadata metadata() {
        return metadata;
    }

    /**
     * @param picture a picture file
     * @return what the model says
     * @throws UnreadablePictureException if it is no picture that can be read
     */
    public Classification classify(Path picture) {
        return core.ofFile(picture);
    }

    /**
     * @param picture a picture of any size
     * @return what the model says
     */
    public Classification classify(Picture picture) {
        return core.ofPicture(picture);
    }

    /**
     * Classifies many files, which is faster than one by one.
     *
     * @param pictures picture files
     * @return what the model says about each, in order
     * @throws UnreadablePictureException if one of them can't be read
     */
    public List<Classification> classifyFiles(List<Path> pictures) {
        return core.ofFiles(pictures);
    }

    /**
     * Classifies many pictures, which is faster than one by one.
     *
     * @param pictures pictures of any sizes
     * @return what the model says about each, in order
     */
    public List<Classification> classifyPictures(List<Picture> pictures) {
        return core.ofPictures(pictures);
    }

    /**
     * Classifies any number of files, lazily: three batches are in memory at most, and the next pictures are read while the
     * network runs. Close the stream if you don't read it to its end; closing the classifier ends it, too.
     *
     * @param pictures picture files, taken as they are needed
     * @return what came of each, in order
     */
    public Stream<Outcome<Classification>> stream(Iterable<Path> pictures) {
        return stream(pictures, new StageTimes());
    }

    /**
     * {@link #stream(Iterable)}, and where its time goes.
     *
     * @param pictures picture files, taken as they are needed
     * @param times the time of this stream is added to it
     * @return what came of each, in order
     */
    public Stream<Outcome<Classification>> stream(Iterable<Path> pictures, StageTimes times) {
        return core.stream(pictures, times);
    }

    /**
     * Classifies inputs that have been prepared already, all as one batch.
     *
     * @param inputs normalised pictures {@code [N, H, W, C]}
     * @return what the model says about each
     * @throws ShapeMismatchException if the model can't take such inputs
     */
    public List<Classification> classify(Tensor inputs) {
        return core.ofInputs(inputs);
    }

    /**
     * Classifies inputs that have been prepared already, all as one batch.
     *
     * @param inputs normalised pictures {@code [N, H, W, C]}
     * @return what the model says about each
     * @throws ShapeMismatchException if the model can't take such inputs
     */
    public List<Classification> classify(INDArray inputs) {
        return classify(Tensor.of(inputs));
    }

    /**
     * Ends the use of this classifier: further calls are refused, its streams end, and calls of other threads that have
     * begun finish as usual. The model's memory goes with the last reference to it.
     */
    @Override
    public void close() {
        core.close();
    }
}
