package io.github.mambaout.predict;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureReader;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.image.UnreadablePictureException;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import io.github.mambaout.weights.WeightFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
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
 * <p>Many threads may use one classifier.
 */
public final class Classifier implements AutoCloseable {
    /** Pictures that are computed together: enough to keep all threads busy, few enough to bound the memory. */
    private static final int BATCH = 16;

    private final MambaOut model;
    private final ModelMetadata metadata;
    private final Compute compute;
    private final PictureReader reader = new PictureReader();
    private volatile boolean closed;

    private Classifier(SavedModel saved, Compute compute) {
        this.model = saved.model();
        this.metadata = saved.metadata();
        this.compute = compute;
    }

    /**
     * @param weights a file that this library saved, or a published model's
     * @return a classifier that computes on {@link Compute#shared()}
     * @throws WeightFileException if the file can't be read or holds no classifier
     */
    public static Classifier load(Path weights) {
        return of(ModelFile.load(weights), Compute.shared());
    }

    /**
     * @param saved a model with its metadata
     * @param compute kernels and threads to use; stays open when the classifier is closed
     * @return a classifier
     * @throws IllegalArgumentException if the model has no classes
     */
    public static Classifier of(SavedModel saved, Compute compute) {
        saved.model().config().requireClassifier();
        return new Classifier(saved, compute);
    }

    /** @return what the file says about the model: classes, preprocessing, where it comes from */
    public ModelMetadata metadata() {
        return metadata;
    }

    /**
     * @param picture a JPEG, PNG or BMP file
     * @return what the model says
     * @throws UnreadablePictureException if it is no picture that can be read
     */
    public Classification classify(Path picture) {
        return classify(reader.read(picture));
    }

    /**
     * @param picture a picture of any size
     * @return what the model says
     */
    public Classification classify(Picture picture) {
        return classifyPictures(List.of(picture)).get(0);
    }

    /**
     * Classifies many files, which is faster than one by one.
     *
     * @param pictures JPEG, PNG or BMP files
     * @return what the model says about each, in order
     * @throws UnreadablePictureException if one of them can't be read
     */
    public List<Classification> classifyFiles(List<Path> pictures) {
        return inBatches(pictures.size(), index -> reader.read(pictures.get(index)));
    }

    /**
     * Classifies many pictures, which is faster than one by one.
     *
     * @param pictures pictures of any sizes
     * @return what the model says about each, in order
     */
    public List<Classification> classifyPictures(List<Picture> pictures) {
        return inBatches(pictures.size(), pictures::get);
    }

    private List<Classification> inBatches(int count, IntFunction<Picture> pictures) {
        Preprocessing preprocessing = metadata.preprocessing();
        List<Classification> results = new ArrayList<>(count);
        for (int start = 0; start < count; start += BATCH) {
            int first = start;
            int size = Math.min(BATCH, count - start);
            Tensor batch = Tensor.zeros(
                    Shape.of(size, preprocessing.height(), preprocessing.width(), preprocessing.channels()));
            compute.workers().run(size, (i, scratch) -> preprocessing.applyTo(pictures.apply(first + i), batch, i));
            results.addAll(classify(batch));
        }
        return results;
    }

    /**
     * Classifies inputs that have been prepared already.
     *
     * @param inputs normalised pictures {@code [N, H, W, C]}
     * @return what the model says about each
     * @throws ShapeMismatchException if the model can't take such inputs
     */
    public List<Classification> classify(Tensor inputs) {
        if (closed) {
            throw new IllegalStateException("This classifier has been closed");
        }
        try (Execution execution = Execution.on(compute)) {
            Tensor logits = model.forward(inputs, execution);
            List<Classification> results = new ArrayList<>();
            for (int i = 0; i < logits.shape().rows(); i++) {
                float[] row = new float[logits.shape().channels()];
                logits.data().get(i * row.length, row);
                results.add(new Classification(metadata, row));
            }
            return List.copyOf(results);
        }
    }

    /**
     * Classifies inputs that have been prepared already.
     *
     * @param inputs normalised pictures {@code [N, H, W, C]}
     * @return what the model says about each
     * @throws ShapeMismatchException if the model can't take such inputs
     */
    public List<Classification> classify(INDArray inputs) {
        return classify(Tensor.of(inputs));
    }

    /** Ends the use of this classifier; its memory goes with the last reference to it. */
    @Override
    public void close() {
        closed = true;
    }
}
