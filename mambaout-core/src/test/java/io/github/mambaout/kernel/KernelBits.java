package io.github.mambaout.kernel;

import java.util.Arrays;
import java.util.Random;

/** One small call of every kernel, hashed: two processes, or an interpreter and a compiler, agree bit for bit or not. */
public final class KernelBits {
    private KernelBits() {}

    /**
     * Prints the hash of one provider in this JVM.
     *
     * @param arguments the provider's name
     */
    public static void main(String... arguments) {
        System.out.println("bits " + hash(KernelProviders.named(arguments[0])));
    }

    static int hash(Kernels kernels) {
        Random random = new Random(42);
        int lanes = kernels.lanes();
        int channels = 3 * lanes - (lanes > 1 ? 1 : 0);
        int stride = 3 * lanes;
        float[] x = rows(random, 9, channels, stride);
        float[] y = rows(random, 9, channels, stride);
        float[] z = rows(random, 9, channels, stride);
        float[] weight = rows(random, 1, channels, stride);
        float[] bias = rows(random, 1, channels, stride);
        float[] many = rows(random, 80, stride, stride);
        float[] mean = new float[9];
        float[] inverse = new float[9];
        int hash = 0;
        float[] product = rows(random, 12, 13 * lanes, 13 * lanes);
        kernels.multiplyAdd(9, 11, many, 0, 13, 1, many, 0, 13 * lanes, 13 * lanes, product, 0, 13 * lanes);
        kernels.multiplyAdd(9, 11, many, 0, 1, 13, many, 0, 13 * lanes, 11 * lanes, product, 0, 13 * lanes);
        hash = 31 * hash + hash(product, 9, 13 * lanes, 13 * lanes);
        float[] turned = rows(random, 6, Kernels.TRANSPOSED_STRIDE, Kernels.TRANSPOSED_STRIDE);
        kernels.multiplyAddTransposed(9, 6, turned, 0, many, 0, 13 * lanes, 13 * lanes, product, 0, 13 * lanes);
        hash = 31 * hash + hash(product, 9, 13 * lanes, 13 * lanes);
        for (int kernelSize : new int[] {3, 7}) {
            float[] row = new float[10 * lanes];
            kernels.depthwiseRow(9, kernelSize, many, 0, 15 * lanes, many, lanes, bias, 0, row, 0, lanes);
            float[] gradient = rows(random, 1, 49 * lanes, 49 * lanes);
            kernels.depthwiseWeightGradientRow(9, kernelSize, many, 0, 15 * lanes, row, 0, lanes, gradient, 0);
            hash = 31 * hash + Arrays.hashCode(row);
            hash = 31 * hash + Arrays.hashCode(gradient);
        }
        float[] normal = new float[9 * stride];
        kernels.layerNorm(9, channels, 1e-6f, x, 0, stride, weight, bias, normal, 0, stride, mean, inverse);
        hash = 31 * hash + Arrays.hashCode(mean);
        hash = 31 * hash + Arrays.hashCode(inverse);
        hash = 31 * hash + hash(normal, 9, channels, stride);
        float[] dx = new float[9 * stride];
        float[] dWeight = weight.clone();
        float[] dBias = bias.clone();
        kernels.layerNormGradient(
                9, channels, x, 0, stride, mean, inverse, weight, y, 0, stride, dx, 0, stride, dWeight, dBias);
        hash = 31 * hash + hash(dx, 9, channels, stride);
        hash = 31 * hash + hash(dWeight, 1, channels, stride);
        hash = 31 * hash + hash(dBias, 1, channels, stride);
        int count = 9 * stride;
        for (Activation f : Activation.values()) {
            float[] a = new float[count];
            float[] b = new float[count];
            kernels.activate(f, count, many, 0, a, 0);
            hash = 31 * hash + Arrays.hashCode(a);
            kernels.activateGradient(f, count, many, 0, y, 0, a, 0);
            hash = 31 * hash + Arrays.hashCode(a);
            kernels.gate(f, count, many, 0, y, 0, a, 0);
            hash = 31 * hash + Arrays.hashCode(a);
            kernels.gateGradient(f, count, many, 0, y, 0, x, 0, a, 0, b, 0);
            hash = 31 * hash + Arrays.hashCode(a);
            hash = 31 * hash + Arrays.hashCode(b);
        }
        float[] sum = z.clone();
        kernels.addProduct(count, x, 0, y, 0, sum, 0);
        kernels.addScaled(count, 0.3f, x, 0, sum, 0);
        kernels.multiply(count, sum, 0, y, 0, sum, 0);
        kernels.addRows(8, stride, x, 0, stride, sum, 0);
        hash = 31 * hash + Arrays.hashCode(sum);
        float[] w = x.clone();
        float[] m = y.clone();
        float[] v = z.clone();
        for (int i = 0; i < v.length; i++) {
            v[i] *= v[i];
        }
        kernels.adamW(count, new AdamWStep(0.7, 1e-2, 0.9, 0.999, 1e-8, 0.05, 0.1, 0.001), w, z, m, v);
        hash = 31 * hash + Arrays.hashCode(w);
        hash = 31 * hash + Arrays.hashCode(m);
        return 31 * hash + Arrays.hashCode(v);
    }

    private static int hash(float[] values, int rows, int channels, int stride) {
        int hash = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < channels; c++) {
                hash = 31 * hash + Float.floatToIntBits(values[r * stride + c]);
            }
        }
        return hash;
    }

    private static float[] rows(Random random, int rows, int channels, int stride) {
        float[] values = new float[rows * stride];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < channels; c++) {
                values[r * stride + c] = random.nextFloat() * 4 - 2;
            }
        }
        return values;
    }
}
