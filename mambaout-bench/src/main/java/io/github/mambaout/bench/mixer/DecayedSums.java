package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * Linear attention that forgets, for every head of every sequence: {@code h_t = exp(l_t) h_{t−1} + k_tᵀ v_t} and {@code y_t = q_t h_t},
 * where l ≤ 0 is one number for each token and head, and q and k are the same for all heads. It is computed as Mamba-2 does (SSD,
 * arXiv 2405.21060, section 6): a sequence is taken in chunks; within a chunk {@code y_i = Σ_{j≤i} exp(c_i − c_j) ⟨q_i, k_j⟩ v_j} with c
 * the sum of l from the chunk's first token on, as products of matrices, and what comes from earlier chunks is
 * {@code exp(c_i) q_i h}. States are kept between chunks only, so memory grows linearly with the length, as time does.
 *
 * @param sequences number of sequences, one behind the other in all maps
 * @param length tokens of a sequence
 * @param heads heads
 * @param keys channels of a query and of a key, at most {@value KeyValueSums#MOST_KEYS}
 * @param values channels of a value
 * @param reversed whether the sequence is taken from its last token to its first
 */
record DecayedSums(int sequences, int length, int heads, int keys, int values, boolean reversed) {
    /** Tokens of a chunk. */
    private static final int CHUNK = 64;

    private static final int STRIDE = Kernels.TRANSPOSED_STRIDE;

    /**
     * Rows of {@code sequences · length} tokens; or where their gradients are written.
     *
     * @param q queries, of one head; gradients are those of all heads beside one another
     * @param k keys, likewise
     * @param v values of all heads
     * @param logDecays l of all heads
     */
    record Inputs(Rows q, Rows k, Rows v, Rows logDecays) {}

    private int chunks() {
        return (length + CHUNK - 1) / CHUNK;
    }

    private int size(Kernels kernels) {
        return (keys + 3) / 4 * 4 * kernels.padded(values);
    }

    /**
     * @param kernels the provider
     * @return shape of the states before each chunk, which {@link #forward} writes and {@link #backward} reads
     */
    Shape statesShape(Kernels kernels) {
        return Shape.of(sequences * heads * chunks(), size(kernels));
    }

    /** @return multiply-adds of the forward pass: within the chunks, and between them and the states */
    long multiplyAdds() {
        long last = length - (chunks() - 1L) * CHUNK;
        long squares = (chunks() - 1L) * CHUNK * CHUNK + last * last;
        return sequences * heads * (squares * (keys + values) + 2L * length * keys * values);
    }

    /** The sequence and head of a task, and where its chunks lie. */
    private record Place(int sequence, int head, int length, boolean reversed) {
        private Rows rows(Rows all, int channel, int width) {
            return all.channels(channel, width).range(sequence * length, length);
        }

        /** Rows of a chunk in the order in which they are taken. */
        void read(Rows all, int channel, int width, int first, int count, float[] tile, int stride) {
            rows(all, channel, width).readBeside(reversed ? length - first - count : first, count, tile, 0, stride);
            if (reversed) {
                flip(tile, count, width, stride);
            }
        }

        void write(Rows all, int channel, int width, int first, int count, float[] tile, int stride) {
            if (reversed) {
                flip(tile, count, width, stride);
            }
            rows(all, channel, width).write(reversed ? length - first - count : first, count, tile, 0, stride);
        }

        private static void flip(float[] tile, int count, int width, int stride) {
            for (int row = 0, other = count - 1; row < other; row++, other--) {
                for (int i = 0; i < width; i++) {
                    float value = tile[row * stride + i];
                    tile[row * stride + i] = tile[other * stride + i];
                    tile[other * stride + i] = value;
                }
            }
        }
    }

    /** Tiles of one chunk; what is computed from l and read from the inputs for both ways. */
    private final class Chunk {
        private final Kernels kernels;
        private final Scratch scratch;
        private final Place place;
        private final int valueStride;
        private final int keyStride;
        private final int columns;
        private final float[] q;
        private final float[] k;
        private final float[] v;
        private final float[] sums;
        private final float[] fromStart;
        private final float[] toEnd;
        private final float[] decays;
        private final float[] scores;
        private int first;
        private int count;

        Chunk(Kernels kernels, Scratch scratch, Place place) {
            this.kernels = kernels;
            this.scratch = scratch;
            this.place = place;
            valueStride = kernels.padded(values);
            keyStride = kernels.padded(keys);
            columns = kernels.padded(CHUNK);
            q = scratch.floats(0, CHUNK * STRIDE);
            k = scratch.floats(1, CHUNK * STRIDE);
            v = zeros(2, CHUNK * valueStride);
            sums = scratch.floats(3, columns);
            fromStart = scratch.floats(4, columns);
            toEnd = scratch.floats(5, columns);
            decays = scratch.floats(6, CHUNK * columns);
            scores = scratch.floats(7, CHUNK * STRIDE);
        }

        float[] zeros(int slot, int size) {
            float[] tile = scratch.floats(slot, size);
            Arrays.fill(tile, 0, size, 0);
            return tile;
        }

        /** Reads a chunk and computes the decays between its tokens and {@code exp(c_i − c_j) ⟨q_i, k_j⟩}. */
        void read(Inputs inputs, int index) {
            first = index * CHUNK;
            count = Math.min(CHUNK, length - first);
            place.read(inputs.q, 0, keys, first, count, q, STRIDE);
            place.read(inputs.k, 0, keys, first, count, k, STRIDE);
            place.read(inputs.v, place.head * values, values, first, count, v, valueStride);
            place.read(inputs.logDecays, place.head, 1, first, count, sums, 1);
            for (int i = 1; i < count; i++) {
                sums[i] += sums[i - 1];
            }
            Arrays.fill(sums, count, columns, sums[count - 1]);
            for (int i = 0; i < columns; i++) {
                toEnd[i] = sums[count - 1] - sums[i];
            }
            kernels.exponential(columns, sums, 0, fromStart, 0);
            kernels.exponential(columns, toEnd, 0, toEnd, 0);
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < columns; j++) {
                    decays[i * columns + j] = sums[i] - sums[j];
                }
            }
            kernels.exponential(count * columns, decays, 0, decays, 0);
            for (int i = 0; i < count; i++) {
                Arrays.fill(decays, i * columns + i + 1, (i + 1) * columns, 0);
            }
            float[] turned = scratch.floats(8, keys * columns);
            Tile.transpose(k, STRIDE, count, keys, 1, turned, 0, columns);
            products(keys, q, STRIDE, turned, scores);
            decay(scores);
        }

        /** {@code to_ij = ⟨left_i, right_j⟩}, the right ones as columns. */
        void products(int depth, float[] left, int leftStride, float[] right, float[] to) {
            for (int i = 0; i < count; i++) {
                Arrays.fill(to, i * STRIDE, i * STRIDE + columns, 0);
            }
            kernels.multiplyAdd(count, depth, left, 0, leftStride, 1, right, 0, columns, columns, to, 0, STRIDE);
        }

        /** Multiplies products of tokens i and j by {@code exp(c_i − c_j)}, or 0 where j comes after i. */
        void decay(float[] products) {
            for (int i = 0; i < count; i++) {
                kernels.multiply(columns, decays, i * columns, products, i * STRIDE, products, i * STRIDE);
            }
        }

        /** Multiplies every row by a number of its own. */
        void scaleRows(float[] factors, int width, float[] tile, int stride) {
            for (int row = 0; row < count; row++) {
                for (int i = row * stride; i < row * stride + width; i++) {
                    tile[i] *= factors[row];
                }
            }
        }

        float decayOfChunk() {
            return fromStart[count - 1];
        }

        /** {@code state = exp(c_last) state + Σ_j left_jᵀ right_j}. */
        void advance(float[] state, float[] left, float[] right) {
            float decay = decayOfChunk();
            for (int i = 0; i < keys * valueStride; i++) {
                state[i] *= decay;
            }
            kernels.multiplyAddTransposed(
                    keys, count, left, 0, right, 0, valueStride, valueStride, state, 0, valueStride);
        }

        /** {@code to += left · right}, rows of the chunk by a matrix. */
        void addProduct(
                int depth,
                float[] left,
                int leftStride,
                float[] right,
                int rightStride,
                int width,
                float[] to,
                int stride) {
            kernels.multiplyAdd(count, depth, left, 0, leftStride, 1, right, 0, rightStride, width, to, 0, stride);
        }
    }

    private Place place(int task) {
        return new Place(task / heads, task % heads, length, reversed);
    }

    /**
     * @param execution kernels and threads
     * @param inputs queries, keys, values and logarithms of the decays
     * @param output receives y of all heads
     * @param states receives the states before each chunk, {@link #statesShape}
     */
    void forward(Execution execution, Inputs inputs, Rows output, Tensor states) {
        Kernels kernels = execution.kernels();
        int size = size(kernels);
        execution.workers().run(sequences * heads, (task, scratch) -> {
            Place place = place(task);
            Chunk chunk = new Chunk(kernels, scratch, place);
            float[] state = chunk.zeros(16, size);
            for (int index = 0; index < chunks(); index++) {
                chunk.read(inputs, index);
                states.data().put((task * chunks() + index) * size, state, 0, size);
                float[] y = chunk.zeros(9, CHUNK * chunk.valueStride);
                chunk.scaleRows(chunk.fromStart, keys, chunk.q, STRIDE);
                chunk.addProduct(
                        keys, chunk.q, STRIDE, state, chunk.valueStride, chunk.valueStride, y, chunk.valueStride);
                chunk.addProduct(
                        chunk.count,
                        chunk.scores,
                        STRIDE,
                        chunk.v,
                        chunk.valueStride,
                        chunk.valueStride,
                        y,
                        chunk.valueStride);
                place.write(output, place.head * values, values, chunk.first, chunk.count, y, chunk.valueStride);
                chunk.scaleRows(chunk.toEnd, keys, chunk.k, STRIDE);
                chunk.advance(state, chunk.k, chunk.v);
            }
        });
    }

    /**
     * The gradients, chunk by chunk from the last to the first. With g the gradient of the state behind a chunk and
     * {@code r_ij = exp(c_i − c_j) ⟨dy_i, v_j⟩}: {@code dq_i = Σ_j r_ij k_j + exp(c_i) dy_i hᵀ},
     * {@code dk_j = Σ_i r_ij q_i + exp(c_last − c_j) v_j gᵀ}, {@code dv_j = Σ_i exp(c_i − c_j) ⟨q_i, k_j⟩ dy_i + exp(c_last − c_j) k_j g}, and
     * dc is every product with an {@code exp(c)} in it, dl the sum of dc from its token on.
     *
     * @param execution kernels, threads, memory
     * @param inputs queries, keys, values and logarithms of the decays
     * @param states what {@link #forward} wrote
     * @param dy gradient of the output
     * @param gradients receives the gradients of all inputs
     */
    void backward(Execution execution, Inputs inputs, Tensor states, Rows dy, Inputs gradients) {
        Kernels kernels = execution.kernels();
        int size = size(kernels);
        execution.workers().run(sequences * heads, (task, scratch) -> {
            Place place = place(task);
            Chunk chunk = new Chunk(kernels, scratch, place);
            float[] state = chunk.scratch.floats(16, size);
            float[] stateGradient = chunk.zeros(17, size);
            for (int index = chunks() - 1; index >= 0; index--) {
                states.data().get((task * chunks() + index) * size, state, 0, size);
                chunk.read(inputs, index);
                chunkGradients(chunk, place, dy, state, stateGradient, gradients);
            }
        });
    }

    private void chunkGradients(
            Chunk chunk, Place place, Rows dy, float[] state, float[] stateGradient, Inputs gradients) {
        int valueStride = chunk.valueStride;
        int keyStride = chunk.keyStride;
        int count = chunk.count;
        float[] upstream = chunk.zeros(9, CHUNK * valueStride);
        float[] dScores = chunk.scratch.floats(10, CHUNK * STRIDE);
        float[] turned = chunk.scratch.floats(11, values * Math.max(chunk.columns, keyStride));
        float[] dq = chunk.zeros(12, CHUNK * keyStride);
        float[] dk = chunk.zeros(13, CHUNK * keyStride);
        float[] dv = chunk.zeros(14, CHUNK * valueStride);
        float[] dSums = chunk.zeros(15, chunk.columns);
        place.read(dy, place.head * values, values, chunk.first, count, upstream, valueStride);
        Tile.transpose(chunk.v, valueStride, count, values, 1, turned, 0, chunk.columns);
        chunk.products(values, upstream, valueStride, turned, dScores);
        addScoreSums(chunk, dScores, dSums);
        chunk.decay(dScores);

        transposeState(chunk, state, turned);
        chunk.addProduct(values, upstream, valueStride, turned, keyStride, keyStride, dq, keyStride);
        chunk.scaleRows(chunk.fromStart, keys, dq, keyStride);
        for (int i = 0; i < count; i++) {
            dSums[i] += dot(keys, chunk.q, i * STRIDE, dq, i * keyStride);
        }
        chunk.addProduct(count, dScores, STRIDE, chunk.k, STRIDE, keyStride, dq, keyStride);

        transposeState(chunk, stateGradient, turned);
        chunk.addProduct(values, chunk.v, valueStride, turned, keyStride, keyStride, dk, keyStride);
        chunk.scaleRows(chunk.toEnd, keys, dk, keyStride);
        for (int j = 0; j < count; j++) {
            float sum = dot(keys, chunk.k, j * STRIDE, dk, j * keyStride);
            dSums[j] -= sum;
            dSums[count - 1] += sum;
        }
        float carried = 0;
        for (int n = 0; n < keys; n++) {
            carried += dot(values, state, n * valueStride, stateGradient, n * valueStride);
        }
        dSums[count - 1] += chunk.decayOfChunk() * carried;
        chunk.kernels.multiplyAddTransposed(count, count, dScores, 0, chunk.q, 0, STRIDE, keyStride, dk, 0, keyStride);

        chunk.kernels.multiplyAddTransposed(
                count, count, chunk.scores, 0, upstream, 0, valueStride, valueStride, dv, 0, valueStride);
        chunk.scaleRows(chunk.toEnd, keys, chunk.k, STRIDE);
        chunk.addProduct(keys, chunk.k, STRIDE, stateGradient, valueStride, valueStride, dv, valueStride);
        chunk.scaleRows(chunk.fromStart, keys, chunk.q, STRIDE);
        chunk.advance(stateGradient, chunk.q, upstream);

        for (int i = count - 2; i >= 0; i--) {
            dSums[i] += dSums[i + 1];
        }
        place.write(gradients.q, place.head * keys, keys, chunk.first, count, dq, keyStride);
        place.write(gradients.k, place.head * keys, keys, chunk.first, count, dk, keyStride);
        place.write(gradients.v, place.head * values, values, chunk.first, count, dv, valueStride);
        place.write(gradients.logDecays, place.head, 1, chunk.first, count, dSums, 1);
    }

    private void transposeState(Chunk chunk, float[] state, float[] turned) {
        Tile.transpose(state, chunk.valueStride, keys, values, 1, turned, 0, chunk.keyStride);
    }

    /** What the decays within the chunk add to dc: {@code dc_i += s_ij}, {@code dc_j −= s_ij} with {@code s_ij = r_ij ⟨q_i, k_j⟩}. */
    private static void addScoreSums(Chunk chunk, float[] products, float[] dSums) {
        for (int i = 0; i < chunk.count; i++) {
            for (int j = 0; j < i; j++) {
                float product = chunk.scores[i * STRIDE + j] * products[i * STRIDE + j];
                dSums[i] += product;
                dSums[j] -= product;
            }
        }
    }

    private static float dot(int count, float[] a, int aOffset, float[] b, int bOffset) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[aOffset + i] * b[bOffset + i];
        }
        return sum;
    }
}
