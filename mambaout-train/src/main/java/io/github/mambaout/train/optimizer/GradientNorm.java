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

    private static double sumOfSquares(float[] values, int length) {
        double[] sums = new double[LANES];
        for (int i = 0; i < length; i++) {
            sums[i % LANES] += (double) values[i] * values[i];
        }
        double sum = 0;
        for (double lane : sums) {
            sum += lane;
        }
        return sum;
    }
}
