package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;

/** The layers' formulas in float64, in the plainest form. */
public final class Formulas {
    private Formulas() {}

    static float[] forward(Layer layer, Tensor input) {
        try (Execution execution = Execution.on(Compute.shared())) {
            return layer.forward(input, execution).toArray();
        }
    }

    static void assertClose(float[] actual, double[] expected, double tolerance) {
        Assertions.assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            Assertions.assertThat((double) actual[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], Offset.offset(tolerance));
        }
    }

    /** By the series of erf, whose terms stay below 1e5 for the arguments that are used. */
    public static double activation(Activation f, double x) {
        if (f == Activation.SILU) {
            return x / (1 + Math.exp(-x));
        }
        double z = x / Math.sqrt(2);
        if (Math.abs(z) > 4.5) {
            return Math.max(x, 0);
        }
        double term = z;
        double sum = z;
        for (int n = 1; n < 120; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return x * 0.5 * (1 + 2 / Math.sqrt(Math.PI) * sum);
    }

    static double[] layerNorm(Tensor x, Tensor weight, Tensor bias) {
        return layerNorm(doubles(x), weight, bias);
    }

    /** Of rows of as many values as there are weights. */
    public static double[] layerNorm(double[] x, Tensor weight, Tensor bias) {
        int channels = weight.shape().elements();
        double[] y = new double[x.length];
        for (int from = 0; from < y.length; from += channels) {
            double mean = 0;
            for (int c = 0; c < channels; c++) {
                mean += x[from + c] / channels;
            }
            double variance = 0;
            for (int c = 0; c < channels; c++) {
                variance += Math.pow(x[from + c] - mean, 2) / channels;
            }
            for (int c = 0; c < channels; c++) {
                y[from + c] = (x[from + c] - mean) / Math.sqrt(variance + 1e-6) * weight.get(c) + bias.get(c);
            }
        }
        return y;
    }

    public static double[] doubles(Tensor tensor) {
        double[] values = new double[tensor.shape().elements()];
        Arrays.setAll(values, tensor::get);
        return values;
    }

    /** {@code torch.nn.functional.conv2d} with padding ⌊k/2⌋ on {@code [N, H, W, C]}. */
    static double[] convolution(Tensor x, Tensor weight, Tensor bias, int stride, int groups) {
        return convolution(doubles(x), x.shape(), weight, bias, stride, groups);
    }

    /** The same of values of the shape {@code in}. */
    public static double[] convolution(double[] x, Shape in, Tensor weight, Tensor bias, int stride, int groups) {
        int outputs = weight.shape().size(0);
        int depth = weight.shape().size(1);
        int k = weight.shape().size(2);
        int padding = k / 2;
        int height = (in.size(1) + 2 * padding - k) / stride + 1;
        int width = (in.size(2) + 2 * padding - k) / stride + 1;
        double[] y = new double[in.size(0) * height * width * outputs];
        for (int to = 0; to < y.length; to++) {
            int output = to % outputs;
            int column = to / outputs % width;
            int line = to / outputs / width % height;
            int picture = to / outputs / width / height;
            double sum = bias.get(output);
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    int sourceLine = line * stride - padding + i;
                    int sourceColumn = column * stride - padding + j;
                    if (sourceLine < 0 || sourceLine >= in.size(1) || sourceColumn < 0 || sourceColumn >= in.size(2)) {
                        continue;
                    }
                    int pixel = (picture * in.size(1) + sourceLine) * in.size(2) + sourceColumn;
                    int firstChannel = output / (outputs / groups) * depth;
                    for (int c = 0; c < depth; c++) {
                        sum += x[pixel * in.channels() + firstChannel + c]
                                * weight.get(((output * depth + c) * k + i) * k + j);
                    }
                }
            }
            y[to] = sum;
        }
        return y;
    }
}
