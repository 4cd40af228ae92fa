package io.github.mambaout.reference;

import io.github.mambaout.layer.Parameters;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * Weights and inputs that need no file: every value is a function of a tensor's name and the flat index, so that another
 * framework can compute with the same ones. {@code v(i)} in [-1, 1) comes from SplitMix64 over the FNV-1a hash of the name.
 */
public final class Formula {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Formula() {}

    /**
     * @param name a tensor's name
     * @param count how many
     * @return v(0) to v(count − 1)
     */
    public static float[] unit(String name, int count) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 255)) * 0x100000001B3L;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long x = hash + i * GOLDEN + GOLDEN;
            x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
            x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
            x ^= x >>> 31;
            values[i] = (x >>> 40) * 0x1p-24f * 2 - 1;
        }
        return values;
    }

    /**
     * @param name full name of a parameter, timm's
     * @param shape timm's shape
     * @return its values: scaled by fan-in for weights, near 1 for norms, near 0.5 for layer scale, small for biases
     */
    public static float[] parameter(String name, Shape shape) {
        float[] values = unit(name, shape.elements());
        String[] path = name.split("\\.");
        String leaf = path[path.length - 1];
        boolean norm = shape.rank() == 1 && path.length > 1 && path[path.length - 2].startsWith("norm");
        float scale = 0.1f;
        float shift = 0;
        if (leaf.equals("gamma")) {
            shift = 0.5f;
        } else if (shape.rank() >= 2) {
            scale = (float) Math.sqrt(3.0 / (shape.elements() / shape.size(0)));
        } else if (norm && leaf.equals("weight")) {
            shift = 1;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = shift + values[i] * scale;
        }
        return values;
    }

    /**
     * @param name name of an input
     * @param shape sizes
     * @return values in [-2, 2)
     */
    public static float[] input(String name, Shape shape) {
        float[] values = unit(name, shape.elements());
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        return values;
    }

    /**
     * @param name name of an input that the reference has as {@code [N, C, H, W]}
     * @param n pictures
     * @param c channels
     * @param h height
     * @param w width
     * @return the same input as {@code [N, H, W, C]}
     */
    public static Tensor pictures(String name, int n, int c, int h, int w) {
        float[] planar = input(name, Shape.of(n, c, h, w));
        Tensor maps = Tensor.zeros(Shape.of(n, h, w, c));
        IntStream.range(0, planar.length).forEach(i -> {
            int x = i % w;
            int y = i / w % h;
            int channel = i / (w * h) % c;
            int picture = i / (w * h * c);
            maps.data().put(((picture * h + y) * w + x) * c + channel, planar[i]);
        });
        return maps;
    }

    /** @param parameters all get their formula values, by full name */
    public static void fill(Parameters parameters) {
        parameters
                .byName()
                .forEach((name, parameter) ->
                        parameter.set(Tensor.of(parameter.shape(), parameter(name, parameter.shape()))));
    }
}
