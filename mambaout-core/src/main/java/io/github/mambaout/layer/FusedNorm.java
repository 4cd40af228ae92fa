package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Scratch;
import java.util.Arrays;

/** LayerNorm on maps: with its own scale and shift, or without where they are part of the weights behind it. */
final class FusedNorm {
    private static final int MEAN = 0;
    private static final int INVERSE_DEVIATION = 1;

    private final Kernels kernels;
    private final int channels;
    private final float[] weight;
    private final float[] bias;

    private FusedNorm(Kernels kernels, int channels, float[] weight, float[] bias) {
        this.kernels = kernels;
        this.channels = channels;
        this.weight = weight;
        this.bias = bias;
    }

    static FusedNorm of(Kernels kernels, LayerNorm norm) {
        return new FusedNorm(kernels, norm.channels(), norm.paddedWeight(kernels), norm.paddedBias(kernels));
    }

    /** Mean 0 and variance 1, nothing else. */
    static FusedNorm plain(Kernels kernels, int channels) {
        float[] ones = new float[kernels.padded(channels)];
        Arrays.fill(ones, 0, channels, 1);
        return new FusedNorm(kernels, channels, ones, new float[ones.length]);
    }

    /** Pixels of a map into rows of a tile or another map without a border. */
    void apply(FusedMap from, int first, int pixels, float[] to, int toOffset, int toStride, Scratch scratch) {
        for (int done = 0; done < pixels; ) {
            int run = from.run(first + done, pixels - done);
            apply(
                    run,
                    from.values(),
                    from.rows().start(first + done),
                    from.stride(),
                    to,
                    toOffset + done * toStride,
                    toStride,
                    scratch);
            done += run;
        }
    }

    /** Pixels of a map in their place. */
    void apply(FusedMap map, int first, int pixels, Scratch scratch) {
        for (int done = 0; done < pixels; ) {
            int run = map.run(first + done, pixels - done);
            int start = map.rows().start(first + done);
            apply(run, map.values(), start, map.stride(), map.values(), start, map.stride(), scratch);
            done += run;
        }
    }

    /** Rows at fixed distances. */
    void apply(
            int rows, float[] from, int offset, int stride, float[] to, int toOffset, int toStride, Scratch scratch) {
        kernels.layerNorm(
                rows,
                channels,
                LayerNorm.EPSILON,
                from,
                offset,
                stride,
                weight,
                bias,
                to,
                toOffset,
                toStride,
                scratch.floats(MEAN, rows),
                scratch.floats(INVERSE_DEVIATION, rows));
    }
}
