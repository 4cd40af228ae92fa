package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.Tensor;

/**
 * The L2 norm of a flat buffer, summed in float64 in an order that depends on its length alone: the same bits on any
 * number of threads.
 */
public final class GradientNorm {
    /** Independent sums, so that one addition need not wait for the one before. */
    private static final int LANES = 8;

    private final Tensor gradients;
    private final Compute compute;
    private final double[] partSums;

    /**
     * @param gradients the buffer that will be measured
     * @param compute where to compute
     */
    public GradientNorm(Tensor gradients, Compute compute) {
        this.gradients = gradients;
        this.compute = compute;
        this.partSums = new double[(gradients.shape().elements() + Span.LONGEST - 1) / Span.LONGEST];
    }

    /** @return the root of the sum of squares of the buffer's present values */
    public double measure() {
        int elements = gradients.shape().elements();
        compute.workers().run(partSums.length, (index, scratch) -> {
            int start = index * Span.LONGEST;
            int length = Math.min(Span.LONGEST, elements - start);
            float[] values = scratch.floats(0, length);
            gradients.data().get(start, values, 0, length);
            partSums[index] = sumOfSquares(values, length);
        });
        double sum = 0;
        for (double part : partSums) {
            sum += part;
        }
        return Math.sqrt(sum);
    }

    /** Eight sums by name: as elements of an array they would wait for memory. */
    private static double sumOfSquares(float[] values, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        double sum4 = 0;
        double sum5 = 0;
        double sum6 = 0;
        double sum7 = 0;
        int i = 0;
        for (; i + LANES <= length; i += LANES) {
            sum0 += (double) values[i] * values[i];
            sum1 += (double) values[i + 1] * values[i + 1];
            sum2 += (double) values[i + 2] * values[i + 2];
            sum3 += (double) values[i + 3] * values[i + 3];
            sum4 += (double) values[i + 4] * values[i + 4];
            sum5 += (double) values[i + 5] * values[i + 5];
            sum6 += (double) values[i + 6] * values[i + 6];
            sum7 += (double) values[i + 7] * values[i + 7];
        }
        double rest = 0;
        for (; i < length; i++) {
            rest += (double) values[i] * values[i];
        }
        return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7)) + rest;
    }
}
