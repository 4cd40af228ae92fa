package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Formulas;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** The mixers' formulas in float64, in the plainest form; maps are rows of channels. */
final class MixerFormulas {
    private MixerFormulas() {}

    /** Demands that a layer gives what a formula gives, within 1e-4 of the largest value. */
    static void assertEqual(Layer layer, Tensor input, double[] expected) {
        try (Execution execution = Execution.on(Compute.shared())) {
            float[] actual = layer.forward(input, execution).toArray();
            assertThat(actual).hasSameSizeAs(expected);
            double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < actual.length; i++) {
                double error = Math.abs(actual[i] - expected[i]);
                assertThat(error).as("error of element %d of %s", i, layer).isLessThanOrEqualTo(1e-4 * largest);
            }
        }
    }

    static double[] linear(double[] x, Tensor weight) {
        return linear(x, weight, Tensor.zeros(Shape.of(weight.shape().size(0))));
    }

    static double[] linear(double[] x, Tensor weight, Tensor bias) {
        int outputs = weight.shape().size(0);
        int inputs = weight.shape().size(1);
        double[] y = new double[x.length / inputs * outputs];
        for (int i = 0; i < y.length; i++) {
            y[i] = bias.get(i % outputs);
            for (int k = 0; k < inputs; k++) {
                y[i] += x[i / outputs * inputs + k] * weight.get(i % outputs * inputs + k);
            }
        }
        return y;
    }

    static double[] silu(double[] x) {
        return Arrays.stream(x)
                .map(value -> Formulas.activation(Activation.SILU, value))
                .toArray();
    }

    /** Channels first to first + count − 1 of rows of {@code width}. */
    static double[] channels(double[] x, int width, int first, int count) {
        double[] part = new double[x.length / width * count];
        for (int i = 0; i < part.length; i++) {
            part[i] = x[i / count * width + first + i % count];
        }
        return part;
    }

    static double[] sum(double[] some, double[] others) {
        double[] sum = some.clone();
        Arrays.setAll(sum, i -> some[i] + others[i]);
        return sum;
    }

    static double[] product(double[] some, double[] others) {
        double[] product = some.clone();
        Arrays.setAll(product, i -> some[i] * others[i]);
        return product;
    }

    /** Each channel along its sequence, looking back; or the same of the reversed sequence, reversed. */
    static double[] causalConvolution(double[] x, int sequences, Tensor weight, Tensor bias, boolean backwards) {
        int channels = weight.shape().size(0);
        int k = weight.shape().size(2);
        int length = x.length / channels / sequences;
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            int channel = i % channels;
            int t = i / channels % length;
            y[i] = bias.get(channel);
            for (int back = 0; back < k; back++) {
                int from = backwards ? t + back : t - back;
                if (from >= 0 && from < length) {
                    y[i] += weight.get(channel * k + k - 1 - back) * x[i + (from - t) * channels];
                }
            }
        }
        return y;
    }

    /**
     * The sum of the scans of {@link SelectiveScan}.
     *
     * @param parameters the scan's
     * @param prefix of their names
     * @param sets sets of parameters: one, or one for each order
     */
    static double[] scans(
            double[] u,
            int sequences,
            int states,
            List<Permutation> orders,
            Parameters parameters,
            String prefix,
            int sets) {
        Tensor rates = parameters.get(prefix + "A_log").value();
        int channels = rates.shape().size(0) / sets;
        Tensor projection = parameters.get(prefix + "x_proj.weight").value();
        int width = projection.shape().size(0) / sets;
        double[] projected = linear(u, projection);
        double[] y = new double[u.length];
        for (int order = 0; order < orders.size(); order++) {
            int set = sets == 1 ? 0 : order;
            String steps = prefix + (sets == 1 ? "dt_proj." : "dt_proj." + set + ".");
            double[] own = channels(projected, width * sets, width * set, width);
            double[] delta = linear(
                    channels(own, width, 0, width - 2 * states),
                    parameters.get(steps + "weight").value(),
                    parameters.get(steps + "bias").value());
            addScan(
                    u,
                    Arrays.stream(delta).map(x -> Math.log1p(Math.exp(x))).toArray(),
                    channels(own, width, width - 2 * states, states),
                    channels(own, width, width - states, states),
                    rates.slice(set * channels * states, Shape.of(channels, states)),
                    parameters.get(prefix + "D").value().slice(set * channels, Shape.of(channels)),
                    orders.get(order),
                    sequences,
                    y);
        }
        return y;
    }

    private static void addScan(
            double[] u,
            double[] delta,
            double[] b,
            double[] c,
            Tensor rates,
            Tensor skip,
            Permutation order,
            int sequences,
            double[] y) {
        int channels = rates.shape().size(0);
        int states = rates.shape().size(1);
        for (int sequence = 0; sequence < sequences; sequence++) {
            for (int channel = 0; channel < channels; channel++) {
                double[] h = new double[states];
                for (int step = 0; step < order.size(); step++) {
                    int row = sequence * order.size() + order.at(step);
                    int at = row * channels + channel;
                    y[at] += skip.get(channel) * u[at];
                    for (int n = 0; n < states; n++) {
                        double a = -Math.exp(rates.get(channel * states + n));
                        h[n] = Math.exp(delta[at] * a) * h[n] + delta[at] * b[row * states + n] * u[at];
                        y[at] += c[row * states + n] * h[n];
                    }
                }
            }
        }
    }
}
