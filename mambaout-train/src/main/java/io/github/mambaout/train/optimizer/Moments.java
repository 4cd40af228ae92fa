package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all optimisers have in common: named buffers of one value for each weight, and a walk over the weights in pieces that
 * threads share.
 */
final class Moments {
    private final TrainedParameters trained;
    private final Compute compute;
    private final Map<String, Tensor> byName = new LinkedHashMap<>();

    /** What is done to a piece: arrays with its weights, its gradients and each moment, to be changed in place. */
    interface Step {
        void apply(int task, Span span, float[] weights, float[] gradients, float[][] moments);
    }

    Moments(TrainedParameters trained, Compute compute, String... names) {
        this.trained = trained;
        this.compute = compute;
        for (String name : names) {
            byName.put(name, Tensor.zeros(trained.weights().shape()));
        }
    }

    /** The buffers by name, on live memory. */
    Map<String, Tensor> byName() {
        return Collections.unmodifiableMap(byName);
    }

    /** Takes over saved buffers. */
    void restore(Map<String, Tensor> saved) {
        if (!saved.keySet().equals(byName.keySet())) {
            throw new IllegalArgumentException("The saved optimizer remembers " + saved.keySet() + ", but this one "
                    + byName.keySet() + ". Go on with the optimizer that the run was started with.");
        }
        Shape shape = trained.weights().shape();
        saved.forEach((name, values) -> {
            if (values.shape().elements() != shape.elements()) {
                throw new ShapeMismatchException("saved " + name, shape, values.shape());
            }
        });
        saved.forEach((name, values) -> byName.get(name).copyFrom(values.reshape(shape)));
    }

    /** Walks over all trained weights. Padding behind a piece's end holds arbitrary values. */
    void forEachSpan(Step step) {
        List<Span> spans = trained.spans();
        List<Tensor> moments = List.copyOf(byName.values());
        Kernels kernels = compute.kernels();
        compute.workers().run(spans.size(), (task, scratch) -> {
            Span span = spans.get(task);
            int room = kernels.padded(span.length());
            float[] weights = scratch.floats(0, room);
            float[] gradients = scratch.floats(1, room);
            float[][] values = new float[moments.size()][];
            trained.weights().data().get(span.start(), weights, 0, span.length());
            trained.gradients().data().get(span.start(), gradients, 0, span.length());
            for (int i = 0; i < values.length; i++) {
                values[i] = scratch.floats(2 + i, room);
                moments.get(i).data().get(span.start(), values[i], 0, span.length());
            }
            step.apply(task, span, weights, gradients, values);
            trained.weights().data().put(span.start(), weights, 0, span.length());
            for (int i = 0; i < values.length; i++) {
                moments.get(i).data().put(span.start(), values[i], 0, span.length());
            }
        });
    }

    /** Tells the layers that the weights have changed, and rearranges them for the kernels. */
    void weightsChanged() {
        trained.weightsChanged(compute);
    }
}
