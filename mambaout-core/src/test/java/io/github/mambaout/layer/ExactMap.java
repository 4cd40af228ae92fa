package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * A feature map in float64, and what the layers of a MambaOut make of it, in the plainest form: the yardstick for the rounding
 * errors of float32.
 *
 * @param shape {@code [N, H, W, C]} or {@code [N, C]}
 * @param values in C order
 */
record ExactMap(Shape shape, double[] values) {

    static ExactMap of(Tensor tensor) {
        return new ExactMap(tensor.shape(), Formulas.doubles(tensor));
    }

    /** The parameters below a name, as {@code prefix.weight} and {@code prefix.bias}. */
    private record Weights(Tensor weight, Tensor bias) {
        static Weights of(Parameters parameters, String prefix) {
            return new Weights(
                    parameters.get(prefix + ".weight").value(),
                    parameters.get(prefix + ".bias").value());
        }
    }

    private ExactMap withChannels(double[] changed, int channels) {
        return new ExactMap(shape.withChannels(channels), changed);
    }

    ExactMap norm(Parameters parameters, String prefix) {
        Weights norm = Weights.of(parameters, prefix);
        return new ExactMap(shape, Formulas.layerNorm(values, norm.weight, norm.bias));
    }

    ExactMap activation(Activation function) {
        return new ExactMap(
                shape,
                Arrays.stream(values).map(x -> Formulas.activation(function, x)).toArray());
    }

    ExactMap linear(Parameters parameters, String prefix) {
        Weights linear = Weights.of(parameters, prefix);
        int inputs = shape.channels();
        int outputs = linear.weight.shape().size(0);
        double[] y = new double[values.length / inputs * outputs];
        for (int to = 0; to < y.length; to++) {
            double sum = linear.bias.get(to % outputs);
            for (int k = 0; k < inputs; k++) {
                sum += values[to / outputs * inputs + k] * linear.weight.get(to % outputs * inputs + k);
            }
            y[to] = sum;
        }
        return withChannels(y, outputs);
    }

    /** 3×3, stride 2. */
    ExactMap halved(Parameters parameters, String prefix) {
        Weights convolution = Weights.of(parameters, prefix);
        Shape to = Shape.of(
                shape.size(0),
                (shape.size(1) + 1) / 2,
                (shape.size(2) + 1) / 2,
                convolution.weight.shape().size(0));
        return new ExactMap(to, Formulas.convolution(values, shape, convolution.weight, convolution.bias, 2, 1));
    }

    /** Depthwise, stride 1. */
    private ExactMap depthwise(Parameters parameters, String prefix) {
        Weights convolution = Weights.of(parameters, prefix);
        return new ExactMap(
                shape, Formulas.convolution(values, shape, convolution.weight, convolution.bias, 1, shape.channels()));
    }

    private ExactMap channels(int first, int count) {
        double[] part = new double[values.length / shape.channels() * count];
        Arrays.setAll(part, i -> values[i / count * shape.channels() + first + i % count]);
        return withChannels(part, count);
    }

    /** The Gated CNN block as the paper writes it (section 3.1, algorithm 1). */
    ExactMap block(GatedCnnBlock block) {
        Parameters parameters = block.parameters();
        GatedCnnOptions options = block.options();
        int hidden = options.hidden();
        int convolved = options.convChannels();
        int rest = hidden - convolved;
        ExactMap expanded = norm(parameters, "norm").linear(parameters, "fc1");
        ExactMap gates = expanded.channels(0, hidden).activation(options.activation());
        ExactMap kept = expanded.channels(hidden, rest);
        ExactMap mixed = expanded.channels(hidden + rest, convolved).depthwise(parameters, "conv");
        double[] gated = new double[gates.values.length];
        Arrays.setAll(gated, i -> {
            int pixel = i / hidden;
            int channel = i % hidden;
            return gates.values[i]
                    * (channel < rest
                            ? kept.values[pixel * rest + channel]
                            : mixed.values[pixel * convolved + channel - rest]);
        });
        ExactMap change = new ExactMap(gates.shape, gated).linear(parameters, "fc2");
        double[] sum = values.clone();
        boolean scaled = parameters.byName().containsKey("ls.gamma");
        for (int i = 0; i < sum.length; i++) {
            double scale = scaled ? parameters.get("ls.gamma").value().get(i % shape.channels()) : 1;
            sum[i] += scale * change.values[i];
        }
        return new ExactMap(shape, sum);
    }

    /** The mean over height and width. */
    ExactMap pooled() {
        int pixels = shape.size(1) * shape.size(2);
        int channels = shape.channels();
        double[] mean = new double[shape.size(0) * channels];
        for (int i = 0; i < values.length; i++) {
            mean[i / channels / pixels * channels + i % channels] += values[i] / pixels;
        }
        return new ExactMap(Shape.of(shape.size(0), channels), mean);
    }

    /** The largest distance of values to these. */
    double largestError(float[] actual) {
        if (actual.length != values.length) {
            throw new IllegalArgumentException(actual.length + " values instead of " + values.length);
        }
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(actual[i] - values[i]));
        }
        return largest;
    }
}
