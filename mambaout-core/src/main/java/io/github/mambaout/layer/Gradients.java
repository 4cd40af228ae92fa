package io.github.mambaout.layer;

import io.github.mambaout.kernel.Workers;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;

/** The gradients of a set of parameters, in one flat buffer with the layout of {@link Parameters#flat()}. */
public final class Gradients {
    /** Values that are cleared at a time. */
    private static final int CHUNK = 16 * 1024;

    private final float[] zeros;
    private final Tensor flat;
    private final Map<Parameter, Tensor> byParameter = new IdentityHashMap<>();

    private Gradients(Parameters parameters) {
        flat = Tensor.zeros(Shape.of(Math.toIntExact(parameters.count())));
        zeros = new float[Math.min(flat.shape().elements(), CHUNK)];
        int offset = 0;
        for (Parameter parameter : parameters.all()) {
            byParameter.put(parameter, flat.slice(offset, parameter.shape()));
            offset += parameter.shape().elements();
        }
    }

    /**
     * @param parameters parameters of a network
     * @return gradients of 0
     */
    public static Gradients of(Parameters parameters) {
        return new Gradients(parameters);
    }

    /** @return all gradients one behind the other, {@code [parameters.count()]} */
    public Tensor flat() {
        return flat;
    }

    /**
     * @param parameter one of the parameters these gradients were made for
     * @return its gradient, to be added to
     * @throws IllegalArgumentException if these gradients were made for another network
     */
    public Tensor of(Parameter parameter) {
        Tensor gradient = byParameter.get(parameter);
        if (gradient == null) {
            throw new IllegalArgumentException(
                    "These gradients were made for other parameters and have no place for " + parameter);
        }
        return gradient;
    }

    /** Sets all gradients to 0. */
    public void clear() {
        int count = flat.shape().elements();
        for (int first = 0; first < count; first += CHUNK) {
            clear(first, count);
        }
    }

    /**
     * Sets all gradients to 0.
     *
     * @param workers threads that share the work
     */
    public void clear(Workers workers) {
        int count = flat.shape().elements();
        workers.run((count + CHUNK - 1) / CHUNK, (task, scratch) -> clear(task * CHUNK, count));
    }

    private void clear(int first, int count) {
        flat.data().put(first, zeros, 0, Math.min(CHUNK, count - first));
    }
}
