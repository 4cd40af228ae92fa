package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * Softmax attention of every head of every sequence: {@code y_i = Σ_j p_ij v_j} with {@code p_i = softmax_j(⟨q_i, k_j⟩ / √width)}, over all
 * j or, if causal, over {@code j ≤ i}. Queries and keys are taken in tiles, and no more than a tile of the scores ever exists: the maximum
 * and the sum of the exponentials are kept while the keys pass by, and what was summed before is rescaled when a greater score is found
 * (online softmax; FlashAttention, arXiv 2205.14135). On the way back the scores are computed again from the logarithm of that sum. So
 * memory grows linearly with the length.
 *
 * <p>A tile of scores has a row for each key and a column for each query, so that all statistics are sums and maxima over rows, computed
 * for a vector of queries at once, and that queries, outputs and their gradients are the wide factors of the products.
 *
 * @param sequences number of sequences, one behind the other in all maps
 * @param length tokens of a sequence
 * @param heads heads, whose channels lie beside one another
 * @param width channels of a head, at most {@value #MOST_CHANNELS}
 * @param causal whether a token sees only itself and those before it
 */
record SoftmaxAttention(int sequences, int length, int heads, int width, boolean causal) {
    /** What the product with a transposed tile allows. */
    static final int MOST_CHANNELS = 256;

    /** Two panels of six vectors; with {@link #MOST_KEYS}, tiles of scores and of their gradients fill 150 KB. */
    private static final int MOST_QUERIES = 192;

    private static final int MOST_KEYS = 96;

    /** Keys and values lie as far apart as the product with a transposed tile wants it. */
    private static final int STRIDE = Kernels.TRANSPOSED_STRIDE;

    /** Below every score; not infinite, so that differences are numbers. */
    private static final float HIDDEN = -1e30f;

    /** Parts that the keys are cut into for the way back, if there are fewer sequences and heads: work for every thread. */
    private static final int TASKS = 16;

    /**
     * Rows of all heads, {@code sequences · length} of them with {@code heads · width} channels; or where their gradients are written.
     *
     * @param q queries
     * @param k keys
     * @param v values
     */
    record Inputs(Rows q, Rows k, Rows v) {}

    private static int ceiling(int count, int size) {
        return (count + size - 1) / size;
    }

    private int queryTiles() {
        return ceiling(length, MOST_QUERIES);
    }

    /** @return queries of a tile; the last one may have fewer */
    private int queries() {
        return ceiling(length, queryTiles());
    }

    private int keyTiles() {
        return ceiling(length, MOST_KEYS);
    }

    private int keys() {
        return ceiling(length, keyTiles());
    }

    private int columns(Kernels kernels) {
        return kernels.padded(queries());
    }

    /** @return rows of a product with a transposed tile, which come in fours */
    private int paddedWidth() {
        return ceiling(width, 4) * 4;
    }

    private float scale() {
        return (float) (1 / Math.sqrt(width));
    }

    /** @return products of a query and a key that are wanted, all sequences and heads */
    long pairs() {
        long visible = causal ? (long) length * (length + 1) / 2 : (long) length * length;
        return visible * sequences * heads;
    }

    /**
     * @param kernels the provider
     * @return shape of the logarithms of the sums of exponentials, which {@link #forward} writes and {@link #backward} reads
     */
    Shape logSumsShape(Kernels kernels) {
        return Shape.of(sequences * heads * queryTiles(), columns(kernels));
    }

    private Rows part(Rows rows, int sequence, int head) {
        return rows.channels(head * width, width).range(sequence * length, length);
    }

    /** A tile of queries: which head of which sequence, and which tokens. */
    private record QueryTile(int sequence, int head, int first, int count) {}

    private QueryTile queryTile(int index) {
        int first = index % queryTiles() * queries();
        int of = index / queryTiles();
        return new QueryTile(of / heads, of % heads, first, Math.min(queries(), length - first));
    }

    /** @return number of the first key that none of the queries sees */
    private int visible(QueryTile tile) {
        return causal ? tile.first + tile.count : length;
    }

    /** {@code scores = rows · right}, a row for each of {@code count} rows of a tile of keys or values. */
    private void products(
            Kernels kernels, int count, float[] rows, float[] right, int offset, int columns, float[] scores) {
        Arrays.fill(scores, 0, count * columns, 0);
        kernels.multiplyAdd(count, width, rows, 0, STRIDE, 1, right, offset, columns, columns, scores, 0, columns);
    }

    /** Takes a row of one value for each column from every row. */
    private static void subtract(Kernels kernels, int count, int columns, float[] values, int offset, float[] tile) {
        for (int row = 0; row < count; row++) {
            kernels.addScaled(columns, -1, values, offset, tile, row * columns);
        }
    }

    /** Writes a value wherever the key lies behind the query. */
    private void hide(float value, QueryTile tile, int firstKey, int keys, int columns, float[] scores) {
        if (!causal) {
            return;
        }
        for (int key = Math.max(0, tile.first + 1 - firstKey); key < keys; key++) {
            int blind = Math.min(columns, firstKey + key - tile.first);
            Arrays.fill(scores, key * columns, key * columns + blind, value);
        }
    }

    /**
     * @param execution kernels and threads
     * @param inputs queries, keys and values
     * @param output receives the outputs of all heads
     * @param logSums receives what {@link #backward} needs, {@link #logSumsShape}
     */
    void forward(Execution execution, Inputs inputs, Rows output, Tensor logSums) {
        execution.workers().run(sequences * heads * queryTiles(), (task, scratch) -> {
            Kernels kernels = execution.kernels();
            int columns = columns(kernels);
            int stride = kernels.padded(width);
            QueryTile tile = queryTile(task);
            float[] rows = scratch.floats(0, queries() * stride);
            float[] query = scratch.floats(1, width * columns);
            float[] sums = scratch.floats(2, paddedWidth() * columns);
            float[] largest = scratch.floats(3, columns);
            float[] total = scratch.floats(4, columns);
            part(inputs.q, tile.sequence, tile.head).read(tile.first, tile.count, rows, 0, stride);
            Tile.transpose(rows, stride, tile.count, width, scale(), query, 0, columns);
            Arrays.fill(sums, 0, paddedWidth() * columns, 0);
            Arrays.fill(largest, 0, columns, HIDDEN);
            Arrays.fill(total, 0, columns, 0);
            Rows k = part(inputs.k, tile.sequence, tile.head);
            Rows v = part(inputs.v, tile.sequence, tile.head);
            for (int first = 0; first < visible(tile); first += keys()) {
                int count = Math.min(keys(), length - first);
                addKeys(kernels, tile, k, v, first, count, query, sums, largest, total, scratch);
            }
            for (int column = 0; column < columns; column++) {
                largest[column] += (float) Math.log(total[column]);
            }
            logSums.data().put(task * columns, largest, 0, columns);
            for (int row = 0; row < tile.count; row++) {
                for (int channel = 0; channel < width; channel++) {
                    rows[row * stride + channel] = sums[channel * columns + row] / total[row];
                }
            }
            part(output, tile.sequence, tile.head).write(tile.first, tile.count, rows, 0, stride);
        });
    }

    /** One tile of keys on the way forward; uses slots from 5 on. */
    private void addKeys(
            Kernels kernels,
            QueryTile tile,
            Rows k,
            Rows v,
            int first,
            int count,
            float[] query,
            float[] sums,
            float[] largest,
            float[] total,
            Scratch scratch) {
        int columns = columns(kernels);
        float[] factor = scratch.floats(5, columns);
        float[] key = scratch.floats(6, MOST_KEYS * STRIDE);
        float[] value = scratch.floats(7, MOST_KEYS * STRIDE);
        float[] scores = scratch.floats(8, count * columns);
        k.readBeside(first, count, key, 0, STRIDE);
        v.readBeside(first, count, value, 0, STRIDE);
        products(kernels, count, key, query, 0, columns, scores);
        hide(HIDDEN, tile, first, count, columns, scores);
        System.arraycopy(largest, 0, factor, 0, columns);
        kernels.maxRows(count, columns, scores, 0, columns, largest, 0);
        kernels.addScaled(columns, -1, largest, 0, factor, 0);
        kernels.exponential(columns, factor, 0, factor, 0);
        subtract(kernels, count, columns, largest, 0, scores);
        kernels.exponential(count * columns, scores, 0, scores, 0);
        hide(0, tile, first, count, columns, scores);
        kernels.multiply(columns, total, 0, factor, 0, total, 0);
        kernels.addRows(count, columns, scores, 0, columns, total, 0);
        for (int channel = 0; channel < width; channel++) {
            kernels.multiply(columns, sums, channel * columns, factor, 0, sums, channel * columns);
        }
        kernels.multiplyAddTransposed(width, count, value, 0, scores, 0, columns, columns, sums, 0, columns);
    }

    /**
     * With {@code δ_i = ⟨dy_i, y_i⟩} and {@code s_ij = p_ij (⟨dy_i, v_j⟩ − δ_i)}: {@code dv_j = Σ_i p_ij dy_i},
     * {@code dk_j = Σ_i s_ij q_i / √width}, {@code dq_i = Σ_j s_ij k_j / √width}.
     *
     * @param execution kernels, threads, memory
     * @param inputs queries, keys and values
     * @param output the outputs of all heads
     * @param logSums what {@link #forward} wrote
     * @param dy gradient of the outputs
     * @param gradients receives the gradients of queries, keys and values
     */
    void backward(Execution execution, Inputs inputs, Rows output, Tensor logSums, Rows dy, Inputs gradients) {
        int columns = columns(execution.kernels());
        int tiles = sequences * heads * queryTiles();
        int parts = Math.min(keyTiles(), ceiling(TASKS, Math.max(1, sequences * heads)));
        Tensor prepared = execution.borrow(Shape.of(tiles, (2 * width + 2) * columns));
        Tensor sums = execution.borrow(Shape.of(parts, tiles, paddedWidth() * columns));
        prepare(execution, inputs.q, output, logSums, dy, prepared);
        execution.workers().run(sequences * heads * parts, (task, scratch) -> {
            int of = task / parts;
            int part = task % parts;
            float[] zeros = scratch.floats(0, paddedWidth() * columns);
            Arrays.fill(zeros, 0, paddedWidth() * columns, 0);
            int firstSum = part * tiles + of * queryTiles();
            for (int tile = 0; tile < queryTiles(); tile++) {
                sums.data().put((firstSum + tile) * paddedWidth() * columns, zeros, 0, paddedWidth() * columns);
            }
            for (int tile = part * keyTiles() / parts; tile < (part + 1) * keyTiles() / parts; tile++) {
                int first = tile * keys();
                int count = Math.min(keys(), length - first);
                keyGradients(
                        execution.kernels(),
                        inputs,
                        dy,
                        of,
                        first,
                        count,
                        prepared,
                        sums,
                        firstSum,
                        gradients,
                        scratch);
            }
        });
        execution
                .workers()
                .run(
                        tiles,
                        (task, scratch) -> sumQueries(execution.kernels(), parts, task, sums, gradients.q, scratch));
        execution.memory().release(prepared);
        execution.memory().release(sums);
    }

    /** What every tile of keys needs of a tile of queries: as columns the scaled queries and dy, then δ and the logarithms. */
    private void prepare(Execution execution, Rows q, Rows output, Tensor logSums, Rows dy, Tensor prepared) {
        Kernels kernels = execution.kernels();
        int columns = columns(kernels);
        int stride = kernels.padded(width);
        int size = (2 * width + 2) * columns;
        execution.workers().run(sequences * heads * queryTiles(), (task, scratch) -> {
            QueryTile tile = queryTile(task);
            float[] rows = scratch.floats(0, queries() * stride);
            float[] upstream = scratch.floats(1, queries() * stride);
            float[] block = scratch.floats(2, size);
            part(q, tile.sequence, tile.head).read(tile.first, tile.count, rows, 0, stride);
            Tile.transpose(rows, stride, tile.count, width, scale(), block, 0, columns);
            part(dy, tile.sequence, tile.head).read(tile.first, tile.count, upstream, 0, stride);
            Tile.transpose(upstream, stride, tile.count, width, 1, block, width * columns, columns);
            part(output, tile.sequence, tile.head).read(tile.first, tile.count, rows, 0, stride);
            int delta = 2 * width * columns;
            Arrays.fill(block, delta, delta + columns, 0);
            for (int row = 0; row < tile.count; row++) {
                float sum = 0;
                for (int channel = 0; channel < width; channel++) {
                    sum += upstream[row * stride + channel] * rows[row * stride + channel];
                }
                block[delta + row] = sum;
            }
            logSums.data().get(task * columns, block, delta + columns, columns);
            prepared.data().put(task * size, block, 0, size);
        });
    }

    /** The gradients of a tile of keys and values, and its part of those of all queries that see it. */
    private void keyGradients(
            Kernels kernels,
            Inputs inputs,
            Rows dy,
            int of,
            int first,
            int count,
            Tensor prepared,
            Tensor sums,
            int firstSum,
            Inputs gradients,
            Scratch scratch) {
        int columns = columns(kernels);
        int stride = kernels.padded(width);
        int size = (2 * width + 2) * columns;
        int delta = 2 * width * columns;
        int sequence = of / heads;
        int head = of % heads;
        float[] key = scratch.floats(1, MOST_KEYS * STRIDE);
        float[] value = scratch.floats(2, MOST_KEYS * STRIDE);
        float[] dKey = scratch.floats(3, count * stride);
        float[] dValue = scratch.floats(4, count * stride);
        float[] block = scratch.floats(5, size);
        float[] rows = scratch.floats(6, queries() * stride);
        float[] weights = scratch.floats(7, count * columns);
        float[] dScores = scratch.floats(8, count * columns);
        float[] sum = scratch.floats(9, paddedWidth() * columns);
        part(inputs.k, sequence, head).readBeside(first, count, key, 0, STRIDE);
        part(inputs.v, sequence, head).readBeside(first, count, value, 0, STRIDE);
        Arrays.fill(dKey, 0, count * stride, 0);
        Arrays.fill(dValue, 0, count * stride, 0);
        Rows q = part(inputs.q, sequence, head);
        Rows upstream = part(dy, sequence, head);
        for (int index = 0; index < queryTiles(); index++) {
            QueryTile tile = queryTile(of * queryTiles() + index);
            if (visible(tile) <= first) {
                continue;
            }
            prepared.data().get((of * queryTiles() + index) * size, block, 0, size);
            products(kernels, count, key, block, 0, columns, weights);
            subtract(kernels, count, columns, block, delta + columns, weights);
            kernels.exponential(count * columns, weights, 0, weights, 0);
            hide(0, tile, first, count, columns, weights);
            upstream.read(tile.first, tile.count, rows, 0, stride);
            kernels.multiplyAdd(count, tile.count, weights, 0, columns, 1, rows, 0, stride, stride, dValue, 0, stride);
            products(kernels, count, value, block, width * columns, columns, dScores);
            subtract(kernels, count, columns, block, delta, dScores);
            kernels.multiply(count * columns, weights, 0, dScores, 0, dScores, 0);
            q.read(tile.first, tile.count, rows, 0, stride);
            kernels.multiplyAdd(count, tile.count, dScores, 0, columns, 1, rows, 0, stride, stride, dKey, 0, stride);
            int at = (firstSum + index) * paddedWidth() * columns;
            sums.data().get(at, sum, 0, paddedWidth() * columns);
            kernels.multiplyAddTransposed(width, count, key, 0, dScores, 0, columns, columns, sum, 0, columns);
            sums.data().put(at, sum, 0, paddedWidth() * columns);
        }
        for (int i = 0; i < count * stride; i++) {
            dKey[i] *= scale();
        }
        part(gradients.k, sequence, head).write(first, count, dKey, 0, stride);
        part(gradients.v, sequence, head).write(first, count, dValue, 0, stride);
    }

    /** Adds up the parts of the gradient of a tile of queries, in order. */
    private void sumQueries(Kernels kernels, int parts, int task, Tensor sums, Rows dq, Scratch scratch) {
        int columns = columns(kernels);
        int stride = kernels.padded(width);
        int size = paddedWidth() * columns;
        int tiles = sequences * heads * queryTiles();
        QueryTile tile = queryTile(task);
        float[] total = scratch.floats(0, size);
        float[] part = scratch.floats(1, size);
        float[] rows = scratch.floats(2, queries() * stride);
        Arrays.fill(total, 0, size, 0);
        for (int i = 0; i < parts; i++) {
            sums.data().get((i * tiles + task) * size, part, 0, size);
            kernels.addScaled(size, 1, part, 0, total, 0);
        }
        for (int row = 0; row < tile.count; row++) {
            for (int channel = 0; channel < width; channel++) {
                rows[row * stride + channel] = scale() * total[channel * columns + row];
            }
        }
        part(dq, tile.sequence, tile.head).write(tile.first, tile.count, rows, 0, stride);
    }
}
