package io.github.mambaout.predict;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.UnreadablePictureException;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.layer.Dropout;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.layer.Training;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.OutIndices;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import io.github.mambaout.weights.WeightFileException;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Shows where in a picture a classifier finds the evidence for a class (Selvaraju et al., <i>Grad-CAM: Visual Explanations from
 * Deep Networks via Gradient-based Localization</i>, section 3). With the last stage's map {@code A [h, w, C]} and the logit
 * {@code y} of the class,
 *
 * <pre>{@code
 * alpha[c] = mean over space of dy/dA[·, ·, c]          heat = max(0, Σ_c alpha[c] · A[·, ·, c])
 * }</pre>
 *
 * <pre>{@code
 * try (GradCam gradCam = GradCam.load(Path.of("tiny.safetensors"))) {
 *     Explanation explanation = gradCam.explain(Path.of("flower.jpg"));
 *     Files.write(Path.of("why.png"), PngPicture.encode(explanation.overlay()));
 * }
 * }</pre>
 *
 * <p>Many threads may use one object. Gradients go through the head only, so this costs hardly more than classifying.
 */
public final class GradCam implements AutoCloseable {
    private final MambaOut model;
    private final ModelMetadata metadata;
    private final Sequential head;
    /** The way back wants a place for the parameters' gradients, though nobody asks for them here. */
    private final Deque<Gradients> unused = new ConcurrentLinkedDeque<>();

    private final PredictorCore<Evidence> core;

    private record Evidence(Classification classification, int index, HeatMap heat) {}

    private GradCam(SavedModel saved, Compute compute, PredictorOptions options) {
        model = saved.model();
        metadata = saved.metadata();
        head = headWithoutDropout(model);
        core = new PredictorCore<>(
                "explainer",
                saved,
                compute,
                options,
                (inputs, execution) -> evidence(inputs, OptionalInt.empty(), execution));
    }

    private static Sequential headWithoutDropout(MambaOut model) {
        List<Layer.Part> parts = model.parts();
        Sequential.Builder kept = Sequential.builder();
        for (Layer.Part part : parts.get(parts.size() - 1).layer().parts()) {
            if (!(part.layer() instanceof Dropout)) {
                kept.add(part.name(), part.layer());
            }
        }
        return kept.build();
    }

    /**
     * @param weights a file that this library saved, or a published model's
     * @return an explainer that computes on {@link Compute#shared()}
     * @throws WeightFileException if the file can't be read
     * @throws IllegalArgumentException if the model has no classes
     */
    public static GradCam load(Path weights) {
        PredictorOptions options = PredictorOptions.defaults().withWarmUp(KernelWarmUp.shared());
        return of(ModelFile.load(weights), Compute.shared(), options);
    }

    /**
     * @param saved a model with its metadata
     * @param compute kernels and threads to use; stays open when this is closed
     * @param options how pictures are read
     * @return an explainer
     * @throws IllegalArgumentException if the model has no classes
     */
    public static GradCam of(SavedModel saved, Compute compute, PredictorOptions options) {
        saved.model().config().requireClassifier();
        return new GradCam(saved, compute, options);
    }

    /**
     * @param picture a picture file
     * @return where the evidence for the most probable class lies
     * @throws UnreadablePictureException if it is no picture that can be read
     */
    public Explanation explain(Path picture) {
        return explain(core.inputs().read(picture));
    }

    /**
     * @param picture a picture of any size
     * @return where the evidence for the most probable class lies
     */
    public Explanation explain(Picture picture) {
        return explanation(core.ofPicture(picture), picture);
    }

    /**
     * @param picture a picture file
     * @param index number of a class, counted from 0
     * @return where the evidence for this class lies
     * @throws UnreadablePictureException if it is no picture that can be read
     * @throws IllegalArgumentException if there is no such class
     */
    public Explanation explain(Path picture, int index) {
        return explain(core.inputs().read(picture), index);
    }

    /**
     * @param picture a picture of any size
     * @param index number of a class, counted from 0
     * @return where the evidence for this class lies
     * @throws IllegalArgumentException if there is no such class
     */
    public Explanation explain(Picture picture, int index) {
        int classes = model.config().numClasses();
        if (index < 0 || index >= classes) {
            throw new IllegalArgumentException("Model " + model.config().name() + " has the classes 0 to "
                    + (classes - 1) + ", but class " + index + " was asked for");
        }
        return explanation(
                core.ofPicture(picture, (inputs, execution) -> evidence(inputs, OptionalInt.of(index), execution)),
                picture);
    }

    private Explanation explanation(Evidence evidence, Picture picture) {
        return new Explanation(
                evidence.classification,
                evidence.classification.of(evidence.index),
                evidence.heat,
                metadata.preprocessing().fit(picture));
    }

    private List<Evidence> evidence(Tensor inputs, OptionalInt asked, Execution execution) {
        Tensor map = model.featureMaps(inputs, OutIndices.of(model.config().stages() - 1), execution)
                .get(0);
        Pass pass = head.pass(map, Training.of(execution));
        Classification classification =
                new Classification(metadata, model.forwardHead(map, execution).toArray());
        int index = asked.orElseGet(() -> classification.best().index());
        Tensor one = execution.borrow(pass.output().shape());
        one.data().put(0, new float[one.shape().elements()]).put(index, 1);
        Gradients ignored = Optional.ofNullable(unused.pollLast()).orElseGet(() -> Gradients.of(head.parameters()));
        Tensor gradient = pass.backward(one, ignored);
        unused.addLast(ignored);
        return List.of(new Evidence(classification, index, heat(map, gradient)));
    }

    /**
     * @param map {@code [1, h, w, C]}
     * @param gradient of a logit with respect to the map
     * @return Grad-CAM's map
     */
    private static HeatMap heat(Tensor map, Tensor gradient) {
        Shape shape = map.shape();
        int channels = shape.channels();
        int pixels = shape.rows();
        double[] alpha = new double[channels];
        for (int i = 0; i < pixels * channels; i++) {
            alpha[i % channels] += gradient.get(i) / (double) pixels;
        }
        double[] evidence = new double[pixels];
        for (int i = 0; i < pixels * channels; i++) {
            evidence[i / channels] += alpha[i % channels] * map.get(i);
        }
        return new HeatMap(shape.size(1), shape.size(2), evidence);
    }

    /** Ends the use of this explainer: further calls are refused; calls of other threads that have begun finish as usual. */
    @Override
    public void close() {
        core.close();
    }
}
