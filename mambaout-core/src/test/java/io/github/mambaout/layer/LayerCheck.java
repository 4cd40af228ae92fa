package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What every layer must hold, checked on random values; a failure names the seed by its message. */
public final class LayerCheck {
    /** Step of the differences, as a part of the tensor's largest value where that is below 1. */
    private static final float STEP = 1f / 32;

    /**
     * Largest error of a gradient, as a part of the tensor's largest gradient. The five-point difference is off by
     * {@code h⁴/30} of the fifth derivative, 3e-8 of it at h = 1/32; norms of few channels have fifth derivatives of some
     * thousand. An output's rounding error, some 2e-7 for values up to 4, enters as 1.5/h of it, 1e-5, and that of n outputs that
     * see the element as √n of that, 1e-4 for a hundred. Several times this still finds any term that is missing.
     */
    private static final double TOLERANCE = 1e-3;

    /** Elements of each tensor that are checked. */
    private static final int SAMPLES = 24;

    private final Layer layer;
    private final Shape input;
    private final long seed;

    private LayerCheck(Layer layer, Shape input, long seed) {
        this.layer = layer;
        this.input = input;
        this.seed = seed;
    }

    /**
     * @param layer any layer; its parameters get random values
     * @param input shape of an input; its first size is the batch
     * @param seed seed of all values
     * @return checks of it
     */
    public static LayerCheck of(Layer layer, Shape input, long seed) {
        randomise(layer.parameters(), seed);
        return new LayerCheck(layer, input, seed);
    }

    /**
     * Weights of fan-in scale, everything one-dimensional between 0.5 and 1.5, so that no gradient is small.
     *
     * @param parameters all are written
     * @param seed any number
     */
    public static void randomise(Parameters parameters, long seed) {
        parameters.byName().forEach((name, parameter) -> {
            Randomness random = Randomness.ofSeed(seed).at(name);
            Shape shape = parameter.shape();
            double scale = shape.rank() < 2 ? 0.5 : Math.sqrt(3.0 * Math.max(1, shape.size(0)) / shape.elements());
            double shift = shape.rank() < 2 ? 1 : 0;
            for (int i = 0; i < shape.elements(); i++) {
                parameter.value().data().put(i, (float) (shift + scale * (2 * random.uniform(i) - 1)));
            }
        });
        parameters.changed();
    }

    /**
     * @param shape sizes
     * @param seed any number
     * @return values in [-1.5, 1.5)
     */
    public static Tensor random(Shape shape, long seed) {
        Randomness random = Randomness.ofSeed(seed);
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < shape.elements(); i++) {
            tensor.data().put(i, (float) (3 * random.uniform(i) - 1.5));
        }
        return tensor;
    }

    private static Compute compute(int threads) {
        return Compute.of(KernelProviders.selected().kernels(), threads);
    }

    /** What one pass there and back gives. */
    private record Outcome(float[] output, float[] inputGradient, Map<String, float[]> gradients) {}

    private Outcome passOn(Compute compute, Tensor x, Tensor upstream) {
        try (Training training = Training.ofSeed(compute, seed, input.size(0))) {
            Gradients gradients = Gradients.of(layer.parameters());
            Pass pass = layer.pass(x, training);
            float[] output = pass.output().toArray();
            float[] inputGradient = pass.backward(upstream, gradients).toArray();
            Map<String, float[]> byName = new java.util.LinkedHashMap<>();
            layer.parameters()
                    .byName()
                    .forEach((name, parameter) ->
                            byName.put(name, gradients.of(parameter).toArray()));
            return new Outcome(output, inputGradient, byName);
        }
    }

    private Tensor x() {
        return random(input, seed + 1);
    }

    private Tensor upstream() {
        return random(layer.outputShape(input), seed + 2);
    }

    /**
     * The gradients of the input and of every parameter equal five-point differences of the output, weighted by a random
     * upstream gradient and summed in float64.
     *
     * @return this
     */
    public LayerCheck gradientsEqualDifferences() {
        Compute compute = compute(2);
        Tensor x = x();
        Tensor upstream = upstream();
        Outcome outcome = passOn(compute, x, upstream);
        compare("the input", x, outcome.inputGradient, compute, x, upstream);
        layer.parameters()
                .byName()
                .forEach((name, parameter) ->
                        compare(name, parameter.value(), outcome.gradients.get(name), compute, x, upstream));
        compute.workers().close();
        return this;
    }

    private void compare(String name, Tensor varied, float[] gradient, Compute compute, Tensor x, Tensor upstream) {
        List<Integer> indices = indices(gradient.length);
        float magnitude = 0;
        for (float value : varied.toArray()) {
            magnitude = Math.max(magnitude, Math.abs(value));
        }
        float step = STEP * Math.min(1, magnitude);
        IntToDoubleFunction difference = i -> {
            double near = loss(varied, i, step, compute, x, upstream) - loss(varied, i, -step, compute, x, upstream);
            double far =
                    loss(varied, i, 2 * step, compute, x, upstream) - loss(varied, i, -2 * step, compute, x, upstream);
            return (8 * near - far) / (12 * step);
        };
        double[] expected =
                indices.stream().mapToInt(i -> i).mapToDouble(difference).toArray();
        double largest = 1e-3;
        for (float g : gradient) {
            largest = Math.max(largest, Math.abs(g));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) gradient[indices.get(i)])
                    .as("gradient of element %d of %s of %s, seed %d", indices.get(i), name, layer, seed)
                    .isCloseTo(expected[i], org.assertj.core.api.Assertions.within(TOLERANCE * largest));
        }
    }

    private List<Integer> indices(int count) {
        if (count <= SAMPLES) {
            return IntStream.range(0, count).boxed().toList();
        }
        Randomness random = Randomness.ofSeed(seed).at("elements");
        List<Integer> indices = new ArrayList<>(List.of(0, count - 1));
        for (int i = 2; i < SAMPLES; i++) {
            indices.add(random.below(i, count));
        }
        return indices;
    }

    private double loss(Tensor varied, int index, float step, Compute compute, Tensor x, Tensor upstream) {
        float before = varied.get(index);
        varied.data().put(index, before + step);
        layer.parameters().changed();
        double sum = 0;
        try (Training training = Training.ofSeed(compute, seed, input.size(0))) {
            Tensor output = layer.pass(x, training).output();
            for (int i = 0; i < upstream.shape().elements(); i++) {
                sum += (double) output.get(i) * upstream.get(i);
            }
        }
        varied.data().put(index, before);
        layer.parameters().changed();
        return sum;
    }

    /**
     * Output and gradients are the same bits on 1, 2 and 5 threads, the input and the upstream gradient stay as they were, and
     * a second pass adds to the gradients.
     *
     * @return this
     */
    public LayerCheck sameBitsOnAnyNumberOfThreads() {
        Tensor x = x();
        Tensor upstream = upstream();
        Compute one = compute(1);
        Outcome expected = passOn(one, x, upstream);
        for (int threads : new int[] {2, 5}) {
            Compute several = compute(threads);
            assertSame(passOn(several, x, upstream), expected);
            assertSame(passOn(several, x, upstream), expected);
            several.workers().close();
        }
        assertThat(x.toArray()).as("the input").isEqualTo(x().toArray());
        assertThat(upstream.toArray())
                .as("the upstream gradient")
                .isEqualTo(upstream().toArray());
        return this;
    }

    private void assertSame(Outcome actual, Outcome expected) {
        assertThat(actual.output).as("output of %s", layer).isEqualTo(expected.output);
        assertThat(actual.inputGradient).as("input gradient of %s", layer).isEqualTo(expected.inputGradient);
        expected.gradients.forEach((name, gradient) -> assertThat(actual.gradients.get(name))
                .as("gradient of %s of %s", name, layer)
                .isEqualTo(gradient));
    }

    /**
     * Passes of several threads through one layer at once do not disturb one another.
     *
     * @return this
     */
    public LayerCheck servesManyThreads() {
        Compute compute = compute(2);
        Tensor upstream = upstream();
        List<Tensor> inputs = IntStream.range(0, 4)
                .mapToObj(i -> random(input, seed + 100 + i))
                .toList();
        List<Outcome> expected =
                inputs.stream().map(x -> passOn(compute, x, upstream)).toList();
        layer.parameters().changed();
        List<CompletableFuture<Outcome>> running = inputs.stream()
                .map(x -> CompletableFuture.supplyAsync(() -> passOn(compute, x, upstream)))
                .toList();
        for (int i = 0; i < expected.size(); i++) {
            assertSame(running.get(i).join(), expected.get(i));
        }
        compute.workers().close();
        return this;
    }

    /**
     * Prediction gives the bits that a training pass gives; for layers that draw nothing at random.
     *
     * @return this
     */
    public LayerCheck predictsWhatItTrains() {
        Compute compute = compute(2);
        try (Execution execution = Execution.on(compute)) {
            assertThat(layer.forward(x(), execution).toArray()).isEqualTo(passOn(compute, x(), upstream()).output);
        }
        compute.workers().close();
        return this;
    }

    /**
     * The way back without the input's gradient gives the parameters the same bits.
     *
     * @return this
     */
    public LayerCheck parametersAloneReceiveTheSame() {
        Compute compute = compute(2);
        Outcome expected = passOn(compute, x(), upstream());
        try (Training training = Training.ofSeed(compute, seed, input.size(0))) {
            Gradients gradients = Gradients.of(layer.parameters());
            layer.pass(x(), training).backwardParameters(upstream(), gradients);
            expected.gradients.forEach((name, gradient) -> assertThat(
                            gradients.of(layer.parameters().get(name)).toArray())
                    .as("gradient of %s of %s", name, layer)
                    .isEqualTo(gradient));
        }
        compute.workers().close();
        return this;
    }

    /**
     * All of the above.
     *
     * @return this
     */
    public LayerCheck all() {
        return gradientsEqualDifferences()
                .sameBitsOnAnyNumberOfThreads()
                .servesManyThreads()
                .parametersAloneReceiveTheSame()
                .predictsWhatItTrains();
    }
}
