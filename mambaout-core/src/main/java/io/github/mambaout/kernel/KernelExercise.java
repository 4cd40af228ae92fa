package io.github.mambaout.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A short piece of work for one kernel: a few vectors, so that thousands of runs take milliseconds once it is compiled. The one
 * place that lists the kernels of a forward pass and of a training step; what is added to {@link Kernels} for them is added here.
 *
 * @param name what is exercised, for messages
 * @param operations about how many vector operations it does, loads and stores counted
 * @param work runs it once; on memory of its own, so by one thread at a time
 */
public record KernelExercise(String name, int operations, Runnable work) {
    /** The summed dimension of the products: enough turns for the compiler to see a loop, few enough for its interpreter. */
    private static final int DEPTH = 4;

    /** A summed dimension that providers cut into two runs. */
    private static final int LONG_DEPTH = 100;

    /** Rows of a tile. */
    private static final int ROWS = 4;

    private static final int KERNEL_SIZE = 7;
    private static final int VECTORS = 2;

    /**
     * Vectors of an exercise of a forward pass that computes value by value. The compiler believes what it has seen of a branch
     * within the Vector API from 40 times on; ten calls that wait for it must show as much.
     */
    private static final int POINTWISE_VECTORS = 16;

    private static final AdamWStep STEP = new AdamWStep(1, 1e-3, 0.9, 0.999, 1e-8, 0.05, 0.1, 0.001);

    /**
     * Widths of panels, in vectors, that the published models have with vectors of 16 floats; only the largest of them has
     * panels of 4 as well, whose compilation all others would wait for.
     */
    private static final List<Integer> WIDTHS = List.of(6, 5, 3, 2);

    /**
     * @param kernels a provider
     * @return exercises of all kernels of a prediction, those first whose compilation takes longest
     */
    public static List<KernelExercise> ofForwardPass(Kernels kernels) {
        List<KernelExercise> exercises = new ArrayList<>();
        for (int vectors : WIDTHS) {
            if (vectors <= kernels.panelVectors()) {
                exercises.add(product(kernels, vectors, DEPTH));
            }
        }
        exercises.add(layerNorm(kernels));
        exercises.add(depthwise(kernels));
        exercises.add(pointwise(
                "activate", 16, kernels, (count, x, y) -> kernels.activate(Activation.GELU, count, x, 0, y, 0)));
        exercises.add(pointwise(
                "gate", 18, kernels, (count, x, y) -> kernels.gate(Activation.GELU, count, x, 0, y, 0, y, 0)));
        exercises.add(pointwise("addScaled", 4, kernels, (count, x, y) -> kernels.addScaled(count, 1, x, 0, y, 0)));
        exercises.add(pointwise("addRows", 4, kernels, (count, x, y) -> kernels.addRows(1, count, x, 0, count, y, 0)));
        exercises.add(pointwise(
                "copyVectors",
                2,
                kernels,
                (count, x, y) -> kernels.copyVectors(VECTORS, x, 0, kernels.lanes(), y, 0, kernels.lanes())));
        exercises.add(product(kernels, kernels.panelVectors(), LONG_DEPTH));
        return exercises;
    }

    /**
     * @param kernels a provider
     * @return exercises of the kernels that a training step needs besides those of a forward pass, those first whose compilation
     *     takes longest
     */
    public static List<KernelExercise> ofTrainingStep(Kernels kernels) {
        List<KernelExercise> exercises = new ArrayList<>();
        for (int vectors = kernels.panelVectors(); vectors > 0; vectors--) {
            if (!WIDTHS.contains(vectors)) {
                exercises.add(product(kernels, vectors, DEPTH));
            }
            exercises.add(transposedProduct(kernels, vectors));
        }
        exercises.add(layerNormGradient(kernels));
        exercises.add(depthwiseWeightGradient(kernels));
        exercises.add(gradient(
                "gateAndGradient",
                26,
                kernels,
                (count, x, v, y, dx, dv) ->
                        kernels.gateAndGradient(Activation.GELU, count, x, 0, v, 0, v, 0, y, 0, dx, 0, dv, 0)));
        exercises.add(gradient(
                "gateGradient",
                24,
                kernels,
                (count, x, v, y, dx, dv) ->
                        kernels.gateGradient(Activation.GELU, count, x, 0, v, 0, y, 0, dx, 0, dv, 0)));
        exercises.add(gradient(
                "activateGradient",
                22,
                kernels,
                (count, x, v, y, dx, dv) -> kernels.activateGradient(Activation.GELU, count, x, 0, y, 0, dx, 0)));
        exercises.add(
                gradient("adamW", 20, kernels, (count, x, v, y, dx, dv) -> kernels.adamW(count, STEP, x, v, y, dx)));
        return exercises;
    }

    private static KernelExercise transposedProduct(Kernels kernels, int vectors) {
        int columns = vectors * kernels.lanes();
        float[] a = new float[DEPTH * Kernels.TRANSPOSED_STRIDE];
        float[] b = new float[DEPTH * columns];
        float[] c = new float[ROWS * columns];
        return new KernelExercise(
                "multiplyAddTransposed " + ROWS + "x" + vectors,
                DEPTH * (ROWS * vectors + ROWS + vectors) + 2 * ROWS * vectors,
                () -> kernels.multiplyAddTransposed(ROWS, DEPTH, a, 0, b, 0, columns, columns, c, 0, columns));
    }

    private static KernelExercise layerNormGradient(Kernels kernels) {
        int stride = VECTORS * kernels.lanes();
        float[] x = new float[ROWS * stride];
        float[] dy = new float[ROWS * stride];
        float[] ones = new float[stride];
        float[] mean = new float[ROWS];
        float[] inverse = new float[ROWS];
        float[] dWeight = new float[stride];
        float[] dBias = new float[stride];
        return new KernelExercise(
                "layerNormGradient",
                ROWS * (14 * VECTORS + 40),
                () -> kernels.layerNormGradient(
                        ROWS, stride, x, 0, stride, mean, inverse, ones, dy, 0, stride, dy, 0, stride, dWeight, dBias));
    }

    private static KernelExercise depthwiseWeightGradient(Kernels kernels) {
        int lanes = kernels.lanes();
        int width = KERNEL_SIZE;
        int stride = (width + KERNEL_SIZE - 1) * lanes;
        float[] plane = new float[KERNEL_SIZE * stride];
        float[] dy = new float[width * lanes];
        float[] dw = new float[KERNEL_SIZE * KERNEL_SIZE * lanes];
        return new KernelExercise(
                "depthwiseWeightGradientRow",
                KERNEL_SIZE * KERNEL_SIZE * (width + 2),
                () -> kernels.depthwiseWeightGradientRow(width, KERNEL_SIZE, plane, 0, stride, dy, 0, lanes, dw, 0));
    }

    @FunctionalInterface
    private interface Gradient {
        void apply(int count, float[] x, float[] v, float[] y, float[] dx, float[] dv);
    }

    private static KernelExercise gradient(String name, int operations, Kernels kernels, Gradient gradient) {
        int count = VECTORS * kernels.lanes();
        float[] x = new float[count];
        float[] v = new float[count];
        float[] y = new float[count];
        float[] dx = new float[count];
        float[] dv = new float[count];
        return new KernelExercise(name, operations * VECTORS, () -> gradient.apply(count, x, v, y, dx, dv));
    }

    /** Tiles of four rows and of each smaller number: a branch that the compiler has never seen taken is left out of its code. */
    private static KernelExercise product(Kernels kernels, int vectors, int depth) {
        int columns = vectors * kernels.lanes();
        int most = 2 * ROWS - 1;
        float[] a = new float[most * depth];
        float[] panel = new float[depth * columns];
        float[] c = new float[most * columns];
        RowTable aRows = RowTable.dense(most, depth, kernels.lanes());
        RowTable cRows = RowTable.dense(most, columns, kernels.lanes());
        int tiles = 2 * (ROWS - 1);
        return new KernelExercise(
                "multiplyAdd " + vectors + "x" + depth,
                tiles * (depth * (ROWS * vectors + ROWS + vectors) + 2 * ROWS * vectors),
                () -> {
                    for (int rows = ROWS + 1; rows <= most; rows++) {
                        kernels.multiplyAdd(
                                rows, depth, a, aRows, 0, 0, panel, 0, columns, c, cRows, 0, 0, c, cRows, 0, 0);
                    }
                });
    }

    /** With a last vector that is full, and with one that is not, as behind the narrowest stem. */
    private static KernelExercise layerNorm(Kernels kernels) {
        int rows = ROWS + 1;
        int stride = VECTORS * kernels.lanes();
        float[] x = new float[rows * stride];
        float[] ones = new float[stride];
        float[] mean = new float[rows];
        float[] inverse = new float[rows];
        return new KernelExercise("layerNorm", 4 * ROWS * (10 * VECTORS + 40), () -> {
            for (int channels : new int[] {stride, stride - kernels.lanes() / 2}) {
                kernels.layerNorm(rows, channels, 1e-6f, x, 0, stride, ones, ones, x, 0, stride, mean, inverse);
            }
        });
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
        int count = POINTWISE_VECTORS * kernels.lanes();
        float[] x = new float[count];
        float[] y = new float[count];
        return new KernelExercise(name, operations * POINTWISE_VECTORS, () -> pointwise.apply(count, x, y));
    }
}
