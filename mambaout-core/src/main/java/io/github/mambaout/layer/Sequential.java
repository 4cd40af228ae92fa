package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Layers one after the other; the parameters of each stand under its name ({@code 0.weight}, or {@code fc1.weight} where it
 * was given one). What one layer hands to the next is given back as soon as it has been consumed.
 *
 * <pre>{@code
 * Layer head = Sequential.of(new GlobalAveragePool(), new LayerNorm(64), new Linear(64, 10));
 * }</pre>
 */
public final class Sequential implements Layer {
    private final List<Part> parts;
    private final Parameters parameters;

    private Sequential(List<Part> parts) {
        this.parts = List.copyOf(parts);
        Parameters.Builder builder = Parameters.builder();
        for (Part part : parts) {
            builder.add(part.name(), part.layer());
        }
        parameters = builder.build();
    }

    /**
     * @param layers layers in order, named 0, 1, 2, …; the same one may stand there twice
     * @return them as one layer
     */
    public static Sequential of(Layer... layers) {
        Builder builder = builder();
        for (int i = 0; i < layers.length; i++) {
            builder.add(String.valueOf(i), layers[i]);
        }
        return builder.build();
    }

    /** @return no layers yet */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects layers with names. */
    public static final class Builder {
        private final List<Part> parts = new ArrayList<>();
        private final Set<String> names = new HashSet<>();

        private Builder() {}

        /**
         * @param name name of the layer, not yet taken, not empty
         * @param layer the next layer
         * @return this
         */
        public Builder add(String name, Layer layer) {
            if (name.isEmpty() || !names.add(name)) {
                throw new IllegalArgumentException(
                        "Each layer of a sequence needs a name of its own, but '" + name + "' was given for " + layer);
            }
            parts.add(new Part(name, layer));
            return this;
        }

        /** @return the layers as one */
        public Sequential build() {
            return new Sequential(parts);
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (Part part : parts) {
            shape = outputShape(part, shape);
        }
        return shape;
    }

    private static Shape outputShape(Part part, Shape input) {
        try {
            return part.layer().outputShape(input);
        } catch (ShapeMismatchException e) {
            ShapeMismatchException located = new ShapeMismatchException(part.name() + " › " + e.getMessage());
            located.initCause(e);
            throw located;
        }
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public List<Part> parts() {
        return parts;
    }

    @Override
    public long multiplyAdds(Shape input) {
        long sum = 0;
        Shape shape = input;
        for (Part part : parts) {
            sum += part.layer().multiplyAdds(shape);
            shape = outputShape(part, shape);
        }
        return sum;
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        outputShape(input.shape());
        Tensor current = input;
        for (Part part : parts) {
            Tensor next = part.layer().forward(current, execution);
            if (next != current && current != input) {
                execution.memory().release(current);
            }
            current = next;
        }
        return current;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        outputShape(input.shape());
        List<Pass> passes = new ArrayList<>();
        Tensor current = input;
        for (int i = 0; i < parts.size(); ) {
            Part part = parts.get(i);
            Optional<LayerNorm> norm = layer(i + 1, LayerNorm.class);
            Optional<Pointwise> pointwise = layer(norm.isPresent() ? i + 2 : i + 1, Pointwise.class);
            Pass pass;
            if (part.layer() instanceof Conv2d convolution) {
                Optional<Activation> activation = pointwise.map(Pointwise::activation);
                pass = new ConvolutionPass(convolution, norm, activation, current, training.execution());
                i += 1 + (norm.isPresent() ? 1 : 0) + (activation.isPresent() ? 1 : 0);
            } else {
                pass = part.layer().pass(current, training.at(part.name()));
                i++;
            }
            passes.add(pass);
            current = pass.output();
        }
        return new Chain(input, current, passes, training.execution());
    }

    private <T extends Layer> Optional<T> layer(int index, Class<T> type) {
        return index < parts.size() && type.isInstance(parts.get(index).layer())
                ? Optional.of(type.cast(parts.get(index).layer()))
                : Optional.empty();
    }

    private record Chain(Tensor input, Tensor output, List<Pass> passes, Execution execution) implements Pass {
        @Override
        public Tensor backward(Tensor outputGradient, Gradients into) {
            if (passes.isEmpty()) {
                return outputGradient;
            }
            Tensor gradient = backwardToFirst(outputGradient, into);
            Tensor inputGradient = passes.get(0).backward(gradient, into);
            if (gradient != outputGradient && gradient != inputGradient) {
                execution.memory().release(gradient);
            }
            releaseOutput(0);
            return inputGradient;
        }

        @Override
        public void backwardParameters(Tensor outputGradient, Gradients into) {
            if (passes.isEmpty()) {
                return;
            }
            Tensor gradient = backwardToFirst(outputGradient, into);
            passes.get(0).backwardParameters(gradient, into);
            if (gradient != outputGradient) {
                execution.memory().release(gradient);
            }
            releaseOutput(0);
        }

        /** @return the gradient with respect to the first layer's output */
        private Tensor backwardToFirst(Tensor outputGradient, Gradients into) {
            Tensor gradient = outputGradient;
            for (int i = passes.size() - 1; i > 0; i--) {
                Tensor next = passes.get(i).backward(gradient, into);
                if (next != gradient && gradient != outputGradient) {
                    execution.memory().release(gradient);
                }
                gradient = next;
                releaseOutput(i);
            }
            return gradient;
        }

        /** Gives back what a layer handed to the next, unless it handed its own input on. */
        private void releaseOutput(int index) {
            Tensor consumed = index == 0 ? input : passes.get(index - 1).output();
            Tensor produced = passes.get(index).output();
            if (produced != consumed && produced != output) {
                execution.memory().release(produced);
            }
        }
    }

    @Override
    public String toString() {
        return parts.stream().map(part -> part.layer().toString()).collect(Collectors.joining(" ▸ ", "[", "]"));
    }
}
