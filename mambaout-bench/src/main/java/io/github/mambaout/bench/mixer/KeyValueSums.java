package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * What linear attention is made of, for every head of every sequence: {@code S = Σ_j k_jᵀ v_j} and {@code y_i = q_i S}. Its time and
 * memory grow linearly with the length. A sequence is taken in pieces, whose sums are added in order.
 *
 * @param sequences number of sequences, one behind the other in all maps
 * @param length tokens of a sequence
 * @param heads heads
 * @param keys channels of a query and of a key, at most {@value #MOST_KEYS}
 * @param values channels of a value
 * @param shared whether all heads have the same queries and keys
 */
record KeyValueSums(int sequences, int length, int heads, int keys, int values, boolean shared) {
    /** What the product with a transposed tile allows. */
    static final int MOST_KEYS = 256;

    /** Tokens that one thread adds up; their sums take little memory beside the maps. */
    private static final int PIECE = 512;

    /** Tokens of a tile. */
    private static final int ROWS = 64;

    /** Distance of the rows of tiles that are read as they are and transposed. */
    private static final int STRIDE = Kernels.TRANSPOSED_STRIDE;

    /**
     * Rows of {@code sequences · length} tokens; or where their gradients are written.
     *
     * @param q queries of all heads beside one another, or of one where they are shared; gradients are those of all heads in any case
     * @param k keys, likewise
     * @param v values of all heads
     */
    record Inputs(Rows q, Rows k, Rows v) {}

    private int pieces() {
        return (length + PIECE - 1) / PIECE;
    }

    private int tasks() {
        return sequences * heads * pieces();
    }

    /** @return floats of a sum; products with a transposed tile compute rows in fours */
    private int size(Kernels kernels) {
        return (keys + 3) / 4 * 4 * kernels.padded(values);
    }

    /**
     * @param kernels the provider
     * @return shape of the sums of the pieces, which {@link #forward} writes and {@link #backward} reads
     */
    Shape sumsShape(Kernels kernels) {
        return Shape.of(tasks(), size(kernels));
    }

    /** @return multiply-adds of the forward pass */
    long multiplyAdds() {
        return 2L * sequences * length * heads * keys * values;
    }

    /** A piece of a sequence, as a head sees it. */
    private record Piece(int sequence, int head, int first, int count) {
        Rows of(Rows rows, int channel, int width, int length) {
            return rows.channels(channel, width).range(sequence * length + first, count);
        }
    }

    private Piece piece(int task) {
        int first = task % pieces() * PIECE;
        int of = task / pieces();
        return new Piece(of / heads, of % heads, first, Math.min(PIECE, length - first));
    }

    private Rows queries(Piece piece, Rows rows) {
        return piece.of(rows, shared ? 0 : piece.head * keys, keys, length);
    }

    private Rows queryGradients(Piece piece, Rows rows) {
        return piece.of(rows, piece.head * keys, keys, length);
    }

    private Rows values(Piece piece, Rows rows) {
        return piece.of(rows, piece.head * values, values, length);
    }

    /** {@code Σ leftᵀ · right} of every piece. */
    private void sum(Execution execution, Rows left, Rows right, Tensor sums) {
        Kernels kernels = execution.kernels();
        int stride = kernels.padded(values);
        int size = size(kernels);
        execution.workers().run(tasks(), (task, scratch) -> {
            Piece piece = piece(task);
            Rows from = queries(piece, left);
            Rows by = values(piece, right);
            float[] a = scratch.floats(0, ROWS * STRIDE);
            float[] b = scratch.floats(1, ROWS * stride);
            float[] sum = scratch.floats(2, size);
            Arrays.fill(sum, 0, size, 0);
            for (int first = 0; first < piece.count; first += ROWS) {
                int rows = Math.min(ROWS, piece.count - first);
                from.readBeside(first, rows, a, 0, STRIDE);
                by.read(first, rows, b, 0, stride);
                kernels.multiplyAddTransposed(keys, rows, a, 0, b, 0, stride, stride, sum, 0, stride);
            }
            sums.data().put(task * size, sum, 0, size);
        });
    }

    /** @return the sum of all pieces of the sequence and head of a task, in slot 0 */
    private float[] total(Kernels kernels, int task, Tensor sums, Scratch scratch) {
        int size = size(kernels);
        float[] total = scratch.floats(0, size);
        float[] part = scratch.floats(1, size);
        int first = task / pieces() * pieces();
        Arrays.fill(total, 0, size, 0);
        for (int piece = first; piece < first + pieces(); piece++) {
            sums.data().get(piece * size, part, 0, size);
            kernels.addScaled(size, 1, part, 0, total, 0);
        }
        return total;
    }

    /** {@code to = left · right} for the rows of a piece. */
    private static void product(Kernels kernels, Rows left, float[] right, int columns, Rows to, Scratch scratch) {
        int depth = left.channels();
        int stride = kernels.padded(depth);
        float[] a = scratch.floats(3, ROWS * stride);
        float[] c = scratch.floats(4, ROWS * columns);
        for (int first = 0; first < left.count(); first += ROWS) {
            int rows = Math.min(ROWS, left.count() - first);
            left.read(first, rows, a, 0, stride);
            Arrays.fill(c, 0, rows * columns, 0);
            kernels.multiplyAdd(rows, depth, a, 0, stride, 1, right, 0, columns, columns, c, 0, columns);
            to.write(first, rows, c, 0, columns);
        }
    }

    /** @return the transposed sum, in slot 2 */
    private float[] transposed(Kernels kernels, float[] sum, Scratch scratch) {
        int columns = kernels.padded(keys);
        float[] turned = scratch.floats(2, values * columns);
        Tile.transpose(sum, kernels.padded(values), keys, values, 1, turned, 0, columns);
        return turned;
    }

    /**
     * @param execution kernels and threads
     * @param inputs queries, keys and values
     * @param output receives y of all heads
     * @param sums receives what {@link #backward} needs, {@link #sumsShape}
     */
    void forward(Execution execution, Inputs inputs, Rows output, Tensor sums) {
        Kernels kernels = execution.kernels();
        sum(execution, inputs.k, inputs.v, sums);
        execution.workers().run(tasks(), (task, scratch) -> {
            Piece piece = piece(task);
            float[] total = total(kernels, task, sums, scratch);
            product(kernels, queries(piece, inputs.q), total, kernels.padded(values), values(piece, output), scratch);
        });
    }

    /**
     * {@code dS = Σ_i q_iᵀ dy_i}, {@code dq_i = dy_i Sᵀ}, {@code dk_j = v_j dSᵀ}, {@code dv_j = k_j dS}.
     *
     * @param execution kernels, threads, memory
     * @param inputs queries, keys and values
     * @param sums what {@link #forward} wrote
     * @param dy gradient of the output
     * @param gradients receives the gradients of queries, keys and values
     */
    void backward(Execution execution, Inputs inputs, Tensor sums, Rows dy, Inputs gradients) {
        Kernels kernels = execution.kernels();
        Tensor sumGradients = execution.borrow(sumsShape(kernels));
        sum(execution, inputs.q, dy, sumGradients);
        execution.workers().run(tasks(), (task, scratch) -> {
            Piece piece = piece(task);
            int columns = kernels.padded(keys);
            float[] turned = transposed(kernels, total(kernels, task, sums, scratch), scratch);
            product(kernels, values(piece, dy), turned, columns, queryGradients(piece, gradients.q), scratch);
            float[] total = total(kernels, task, sumGradients, scratch);
            product(
                    kernels,
                    queries(piece, inputs.k),
                    total,
                    kernels.padded(values),
                    values(piece, gradients.v),
                    scratch);
            turned = transposed(kernels, total, scratch);
            product(kernels, values(piece, inputs.v), turned, columns, queryGradients(piece, gradients.k), scratch);
        });
        execution.memory().release(sumGradients);
    }
}
