package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What {@link VectorKernels} does value by value: products, sums and the optimiser's update. Bound by memory. */
final class VectorArithmetic {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    private VectorArithmetic() {}

    static void multiply(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector.fromArray(SPECIES, a, aOffset + i)
                    .mul(FloatVector.fromArray(SPECIES, b, bOffset + i))
                    .intoArray(y, yOffset + i);
        }
    }

    static void addProduct(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector.fromArray(SPECIES, a, aOffset + i)
                    .fma(FloatVector.fromArray(SPECIES, b, bOffset + i), FloatVector.fromArray(SPECIES, y, yOffset + i))
                    .intoArray(y, yOffset + i);
        }
    }

    static void addScaled(int count, float scale, float[] x, int xOffset, float[] y, int yOffset) {
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        for (int i = 0; i < count; i += LANES) {
            FloatVector.fromArray(SPECIES, x, xOffset + i)
                    .fma(factor, FloatVector.fromArray(SPECIES, y, yOffset + i))
                    .intoArray(y, yOffset + i);
        }
    }

    static void copyVectors(
            int count, float[] from, int fromOffset, int fromStride, float[] to, int toOffset, int toStride) {
        int read = fromOffset;
        int write = toOffset;
        for (int i = 0; i < count; i++) {
            FloatVector.fromArray(SPECIES, from, read).intoArray(to, write);
            read += fromStride;
            write += toStride;
        }
    }

    static void addRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] sum, int sumOffset) {
        for (int j = 0; j < columns; j += LANES) {
            addColumn(rows, x, xOffset + j, xStride, sum, sumOffset + j);
        }
    }

    private static void addColumn(int rows, float[] x, int xOffset, int xStride, float[] sum, int sumOffset) {
        FloatVector total = FloatVector.fromArray(SPECIES, sum, sumOffset);
        int from = xOffset;
        for (int r = 0; r < rows; r++) {
            total = total.add(FloatVector.fromArray(SPECIES, x, from));
            from += xStride;
        }
        total.intoArray(sum, sumOffset);
    }

    static void maxRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] most, int mostOffset) {
        for (int j = 0; j < columns; j += LANES) {
            maxColumn(rows, x, xOffset + j, xStride, most, mostOffset + j);
        }
    }

    /** Compares and blends: the maximum of the Vector API, which knows signed zeros, takes seven instructions. */
    private static void maxColumn(int rows, float[] x, int xOffset, int xStride, float[] most, int mostOffset) {
        FloatVector largest = FloatVector.fromArray(SPECIES, most, mostOffset);
        int from = xOffset;
        for (int r = 0; r < rows; r++) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, from);
            largest = largest.blend(value, value.compare(VectorOperators.GT, largest));
            from += xStride;
        }
        largest.intoArray(most, mostOffset);
    }

    static void adamW(int count, AdamWStep step, float[] w, float[] g, float[] m, float[] v) {
        FloatVector scale = FloatVector.broadcast(SPECIES, (float) step.gradientScale());
        FloatVector keepFirst = FloatVector.broadcast(SPECIES, (float) step.beta1());
        FloatVector keepSecond = FloatVector.broadcast(SPECIES, (float) step.beta2());
        FloatVector takeFirst = FloatVector.broadcast(SPECIES, (float) (1 - step.beta1()));
        FloatVector takeSecond = FloatVector.broadcast(SPECIES, (float) (1 - step.beta2()));
        FloatVector shrink = FloatVector.broadcast(SPECIES, (float) (1 - step.learningRate() * step.decay()));
        FloatVector size = FloatVector.broadcast(SPECIES, (float) (step.learningRate() / step.correction1()));
        FloatVector root = FloatVector.broadcast(SPECIES, (float) (1 / Math.sqrt(step.correction2())));
        FloatVector epsilon = FloatVector.broadcast(SPECIES, (float) step.epsilon());
        for (int i = 0; i < count; i += LANES) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, i).mul(scale);
            FloatVector first = keepFirst.fma(FloatVector.fromArray(SPECIES, m, i), takeFirst.mul(gradient));
            FloatVector second =
                    keepSecond.fma(FloatVector.fromArray(SPECIES, v, i), takeSecond.mul(gradient.mul(gradient)));
            first.intoArray(m, i);
            second.intoArray(v, i);
            FloatVector update = size.mul(first).div(second.sqrt().fma(root, epsilon));
            FloatVector.fromArray(SPECIES, w, i).mul(shrink).sub(update).intoArray(w, i);
        }
    }
}
