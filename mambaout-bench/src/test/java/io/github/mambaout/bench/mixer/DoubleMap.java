package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.layer.Formulas;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;

/**
 * A map of one picture in float64, with layers as formulas, to compute right answers with.
 *
 * @param height rows of pixels
 * @param width pixels of a row
 * @param channels channels of a pixel
 * @param values in C order
 */
@SuppressWarnings("ArrayRecordComponent")
record DoubleMap(int height, int width, int channels, double[] values) {

    static DoubleMap of(Tensor map) {
        double[] values = new double[map.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = map.get(i);
        }
        return new DoubleMap(
                map.shape().size(1), map.shape().size(2), map.shape().size(3), values);
    }

    int pixels() {
        return height * width;
    }

    double at(int pixel, int channel) {
        return values[pixel * channels + channel];
    }

    /** A value of a pixel's channel. */
    @FunctionalInterface
    interface Values {
        double at(int pixel, int channel);
    }

    DoubleMap with(int otherChannels, Values made) {
        double[] results = new double[pixels() * otherChannels];
        for (int i = 0; i < results.length; i++) {
            results[i] = made.at(i / otherChannels, i % otherChannels);
        }
        return new DoubleMap(height, width, otherChannels, results);
    }

    DoubleMap part(int first, int count) {
        return with(count, (pixel, channel) -> at(pixel, first + channel));
    }

    DoubleMap each(DoubleUnaryOperator f) {
        return with(channels, (pixel, channel) -> f.applyAsDouble(at(pixel, channel)));
    }

    DoubleMap gelu() {
        return each(x -> Formulas.activation(Activation.GELU, x));
    }

    DoubleMap silu() {
        return each(x -> x / (1 + Math.exp(-x)));
    }

    DoubleMap times(DoubleMap other) {
        return with(channels, (pixel, channel) -> at(pixel, channel) * other.at(pixel, channel));
    }

    DoubleMap plus(DoubleMap other) {
        return with(channels, (pixel, channel) -> at(pixel, channel) + other.at(pixel, channel));
    }

    private static Tensor parameter(Layer layer, String name) {
        return layer.parameters().get(name).value();
    }

    private static double bias(Layer layer, String name, int index) {
        return layer.parameters().byName().containsKey(name)
                ? parameter(layer, name).get(index)
                : 0;
    }

    DoubleMap linear(Layer layer, String name) {
        Tensor weight = parameter(layer, name + ".weight");
        return with(weight.shape().size(0), (pixel, output) -> {
            double sum = bias(layer, name + ".bias", output);
            for (int c = 0; c < channels; c++) {
                sum += weight.get(output * channels + c) * at(pixel, c);
            }
            return sum;
        });
    }

    /**
     * Channels 2i and 2i + 1 as a complex number, times e to the power of i times an angle: of the pixel's row in the first half of the
     * pairs, of its column in the second one.
     */
    DoubleMap turned() {
        int pairs = channels / 2;
        int down = (pairs + 1) / 2;
        return with(channels, (pixel, channel) -> {
            int pair = channel / 2;
            if (pair == pairs) {
                return at(pixel, channel);
            }
            double angle = pair < down
                    ? pixel / width * Math.pow(10_000, -(double) pair / down)
                    : pixel % width * Math.pow(10_000, -(double) (pair - down) / (pairs - down));
            double real = at(pixel, 2 * pair);
            double imaginary = at(pixel, 2 * pair + 1);
            return channel % 2 == 0
                    ? real * Math.cos(angle) - imaginary * Math.sin(angle)
                    : real * Math.sin(angle) + imaginary * Math.cos(angle);
        });
    }

    /** A 3×3 convolution of each channel. */
    DoubleMap convolved(Layer layer, String name) {
        Tensor weight = parameter(layer, name + ".weight");
        return with(channels, (pixel, channel) -> {
            double sum = bias(layer, name + ".bias", channel);
            for (int tap = 0; tap < 9; tap++) {
                int y = pixel / width + tap / 3 - 1;
                int x = pixel % width + tap % 3 - 1;
                if (y >= 0 && y < height && x >= 0 && x < width) {
                    sum += weight.get(channel * 9 + tap) * at(y * width + x, channel);
                }
            }
            return sum;
        });
    }

    DoubleMap normalised(Layer layer, String name) {
        Tensor weight = parameter(layer, name + ".weight");
        return with(channels, (pixel, channel) -> {
            double mean = 0;
            double square = 0;
            for (int c = 0; c < channels; c++) {
                mean += at(pixel, c) / channels;
            }
            for (int c = 0; c < channels; c++) {
                square += Math.pow(at(pixel, c) - mean, 2) / channels;
            }
            return (at(pixel, channel) - mean) / Math.sqrt(square + 1e-6) * weight.get(channel)
                    + bias(layer, name + ".bias", channel);
        });
    }
}
