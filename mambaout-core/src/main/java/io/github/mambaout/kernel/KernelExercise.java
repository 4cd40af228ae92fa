package io.github.mambaout.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A short piece of work for one kernel: a few vectors, so that thousands of runs take milliseconds once it is compiled. The one
 * place that lists the kernels of a forward pass; what is added to {@link Kernels} for it is added here.
 *
 * @param name what is exercised, for messages
 * @param operations about how many vector operations it does, loads and stores counted
 * @param work runs it once; on memory of its own, so by one thread at a time
 */
public record KernelExercise(String name, int operations, Runnable work) {
    /** The summed dimension of the products: enough turns for the compiler to see a loop, few enough for its interpreter. */
    private static final int DEPTH = 4;

    private static final int ROWS = 4;
    private static final int KERNEL_SIZE = 7;
    private static final int VECTORS = 2;

    /**
     * @param kernels a provider
     * @return exercises of all kernels of a forward pass, those first whose compilation takes longest
     */
    public static List<KernelExercise> ofForwardPass(Kernels kernels) {
        List<KernelExercise> exercises = new ArrayList<>();
        for (int vectors = kernels.panelVectors(); vectors > 1; vectors--) {
            exercises.add(product(kernels, ROWS, vectors));
        }
        exercises.add(layerNorm(kernels));
        exercises.add(depthwise(kernels));
        exercises.add(pointwise(
                "activate", 16, kernels, (count, x, y) -> kernels.activate(Activation.GELU, count, x, 0, y, 0)));
        exercises.add(pointwise(
                "gate", 18, kernels, (count, x, y) -> kernels.gate(Activation.GELU, count, x, 0, y, 0, y, 0)));
        exercises.add(product(kernels, 1, kernels.panelVectors()));
        exercises.add(pointwise("addScaled", 4, kernels, (count, x, y) -> kernels.addScaled(count, 1, x, 0, y, 0)));
        return exercises;
    }

    private static KernelExercise product(Kernels kernels, int rows, int vectors) {
        int columns = vectors * kernels.lanes();
        float[] a = new float[rows * DEPTH];
        float[] panel = new float[DEPTH * columns];
        float[] c = new float[rows * columns];
        RowTable aRows = RowTable.dense(rows, DEPTH, kernels.lanes());
        RowTable cRows = RowTable.dense(rows, columns, kernels.lanes());
        return new KernelExercise(
                "multiplyAdd " + rows + "x" + vectors,
                DEPTH * (rows * vectors + rows + vectors) + 2 * rows * vectors,
                () -> kernels.multiplyAdd(
                        rows, DEPTH, a, aRows, 0, 0, panel, 0, columns, c, cRows, 0, 0, c, cRows, 0, 0));
    }

    private static KernelExercise layerNorm(Kernels kernels) {
        int stride = VECTORS * kernels.lanes();
        // A last vector that is not full, as that of the narrowest stem: there the kernel takes a branch of its own.
        int channels = stride - kernels.lanes() / 2;
        float[] x = new float[ROWS * stride];
        float[] ones = new float[stride];
        float[] mean = new float[ROWS];
        float[] inverse = new float[ROWS];
        return new KernelExercise(
                "layerNorm",
                ROWS * (10 * VECTORS + 40),
                () -> kernels.layerNorm(ROWS, channels, 1e-6f, x, 0, stride, ones, ones, x, 0, stride, mean, inverse));
    }

    private static KernelExercise depthwise(Kernels kernels) {
        int lanes = kernels.lanes();
        int width = KERNEL_SIZE;
        int stride = (width + KERNEL_SIZE - 1) * lanes;
        float[] plane = new float[KERNEL_SIZE * stride];
        float[] weights = new float[KERNEL_SIZE * KERNEL_SIZE * lanes];
        float[] bias = new float[lanes];
        float[] y = new float[width * lanes];
        return new KernelExercise(
                "depthwiseRow",
                KERNEL_SIZE * KERNEL_SIZE * (width + 2),
                () -> kernels.depthwiseRow(width, KERNEL_SIZE, plane, 0, stride, weights, 0, bias, 0, y, 0, lanes));
    }

    @FunctionalInterface
    private interface Pointwise {
        void apply(int count, float[] x, float[] y);
    }

    private static KernelExercise pointwise(String name, int operations, Kernels kernels, Pointwise pointwise) {
        int count = VECTORS * kernels.lanes();
        float[] x = new float[count];
        float[] y = new float[count];
        return new KernelExercise(name, operations * VECTORS, () -> pointwise.apply(count, x, y));
    }
}
