package io.github.mambaout.kernel;

/**
 * The arithmetic of the models on heap tiles. A tile is a part of a {@code float[]}: an offset and, where it has rows,
 * the distance of one row to the next. A provider computes several channels at once; so that it never needs a mask,
 * <b>every row of a tile and every vector of channels has room for a whole multiple of {@link #lanes()} floats</b>
 * ({@link #padded}), and what lies beyond the stated channels may be overwritten with arbitrary values unless a method
 * says otherwise. Methods hold no state; every sum is taken in an order that depends on the sizes alone.
 *
 * <p>Three providers exist: {@code vector} (the JDK's Vector API), {@code plain} (loops) and {@code nd4j} (ND4J's own
 * operations, as an oracle in tests).
 */
public interface Kernels {

    /** @return {@code vector}, {@code plain} or {@code nd4j} */
    String name();

    /** @return floats that are computed together; a power of two */
    int lanes();

    /**
     * @param channels number of channels
     * @return {@code channels} rounded up to a multiple of {@link #lanes()}
     */
    default int padded(int channels) {
        return (channels + lanes() - 1) / lanes() * lanes();
    }

    /**
     * The width of a panel of {@link PackedMatrix}: how many vectors of columns {@link #multiplyAdd} computes at once.
     *
     * @return vectors of {@link #lanes()} columns
     */
    int panelVectors();

    /**
     * The one matrix product: {@code C[r][j] += Σ_k A[r][k] · B[k][j]}, fewer than a hundred products at a time, k in rising order.
     * {@code A[r][k] = a[aOffset + r·aRowStride + k·aStep]}, so a step of 1 reads rows and a step of a row's length
     * reads a transposed matrix; {@code B[k][j] = b[bOffset + k·bStep + j]}.
     *
     * @param rows rows of A and C
     * @param depth the summed dimension
     * @param columns columns of B and C, a multiple of {@link #lanes()}; all of them are computed
     */
    void multiplyAdd(
            int rows,
            int depth,
            float[] a,
            int aOffset,
            int aRowStride,
            int aStep,
            float[] b,
            int bOffset,
            int bStep,
            int columns,
            float[] c,
            int cOffset,
            int cRowStride);

    /**
     * The product of rows that lie anywhere with one panel of a {@link PackedMatrix}: {@code to[r] = from[r] + A[r] · panel}.
     * A table tells where rows lie; a shift goes on to a range of their values. {@code from} may be {@code to} or a bias that all rows
     * share; the sums start where it is read and end where they belong, so that neither a bias nor a residual costs a pass of its
     * own.
     *
     * @param rows number of rows
     * @param depth the summed dimension, at least 1
     * @param a the left factor, rows of consecutive values
     * @param aRows where its rows lie
     * @param aFirst number of the first row in that table
     * @param aShift added to where a row starts
     * @param panel value (k, j) at {@code panelOffset + k·columns + j}
     * @param columns width of the panel, a multiple of {@link #lanes()} and at most {@link #panelVectors} vectors
     * @param from what the product is added to, vectors {@link RowTable#vectorStep} apart
     * @param to receives the sums
     */
    default void multiplyAdd(
            int rows,
            int depth,
            float[] a,
            RowTable aRows,
            int aFirst,
            int aShift,
            float[] panel,
            int panelOffset,
            int columns,
            float[] from,
            RowTable fromRows,
            int fromFirst,
            int fromShift,
            float[] to,
            RowTable toRows,
            int toFirst,
            int toShift) {
        GatheredRows.multiplyAdd(
                this,
                rows,
                depth,
                a,
                aRows,
                aFirst,
                aShift,
                panel,
                panelOffset,
                columns,
                from,
                fromRows,
                fromFirst,
                fromShift,
                to,
                toRows,
                toFirst,
                toShift);
    }

    /**
     * The distance of A's rows in {@link #multiplyAddTransposed}: a constant, for which the JIT compilers make better code, and an odd
     * number of cache lines, so that rows beneath one another don't compete for places in the first-level cache.
     */
    int TRANSPOSED_STRIDE = 272;

    /**
     * The product with a transposed matrix: {@code C[r][j] += Σ_k A[k][r] · B[k][j]}, fewer than a hundred products at a time, k in
     * rising order. {@code A[k][r] = a[aOffset + k·TRANSPOSED_STRIDE + r]}, {@code B[k][j] = b[bOffset + k·bRowStride + j]}. Rows of C
     * up to the next multiple of four may be overwritten with arbitrary values, for which A needs to hold values of any kind.
     *
     * @param rows columns of A and rows of C, at most {@link #TRANSPOSED_STRIDE}
     * @param depth the summed dimension: rows of A and of B
     * @param columns columns of B and C, a multiple of {@link #lanes()}; all of them are computed
     */
    default void multiplyAddTransposed(
            int rows,
            int depth,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bRowStride,
            int columns,
            float[] c,
            int cOffset,
            int cRowStride) {
        multiplyAdd(
                rows, depth, a, aOffset, 1, TRANSPOSED_STRIDE, b, bOffset, bRowStride, columns, c, cOffset, cRowStride);
    }

    /**
     * One row of a depthwise convolution of stride 1 for one group of {@link #lanes()} channels:
     * {@code y[x] = bias + Σ_{i,j} plane[i][x + j] · w[i][j]}, each entry a group of channels.
     *
     * @param width pixels of the row
     * @param kernelSize size of the square kernel
     * @param plane input with its zero border, group after group: pixel x of row i at {@code planeOffset +
     *     i·planeRowStride + x·lanes}
     * @param weights entry (i, j) at {@code weightOffset + (i·kernelSize + j)·lanes}
     * @param bias one group at {@code biasOffset}
     * @param y pixel x at {@code yOffset + x·yStride}
     */
    void depthwiseRow(
            int width,
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] weights,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStride);

    /**
     * Adds one row's part of the gradient of {@link #depthwiseRow}'s weights:
     * {@code dw[i][j] += Σ_x plane[i][x + j] · dy[x]}, x in rising order from the sum that is in dw.
     *
     * @param dy upstream gradient, pixel x at {@code dyOffset + x·dyStride}
     * @param dw entry (i, j) at {@code dwOffset + (i·kernelSize + j)·lanes}
     */
    void depthwiseWeightGradientRow(
            int width,
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dw,
            int dwOffset);

    /**
     * Normalises each row to mean 0 and (biased) variance 1, then scales and shifts it:
     * {@code y = (x − mean) / √(variance + ε) · weight + bias}. x may be y. Values of x beyond {@code channels} must be
     * zero.
     *
     * @param mean receives each row's mean, from index 0
     * @param inverseDeviation receives each row's {@code 1 / √(variance + ε)}, from index 0
     */
    void layerNorm(
            int rows,
            int channels,
            float epsilon,
            float[] x,
            int xOffset,
            int xStride,
            float[] weight,
            float[] bias,
            float[] y,
            int yOffset,
            int yStride,
            float[] mean,
            float[] inverseDeviation);

    /**
     * The gradients of {@link #layerNorm}. With {@code n = (x − mean)·inverseDeviation} and {@code g = dy·weight}:
     * {@code dx = inverseDeviation·(g − mean(g) − n·mean(g·n))}, {@code dWeight += Σ_rows dy·n}, {@code dBias += Σ_rows dy},
     * rows in rising order. dx may be dy. Values of x, dy and weight beyond {@code channels} must be zero.
     */
    void layerNormGradient(
            int rows,
            int channels,
            float[] x,
            int xOffset,
            int xStride,
            float[] mean,
            float[] inverseDeviation,
            float[] weight,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dx,
            int dxOffset,
            int dxStride,
            float[] dWeight,
            float[] dBias);

    /** {@code y = f(x)} for {@code count} values; x may be y. The absolute error is at most 1e-6 for |x| up to 100. */
    void activate(Activation f, int count, float[] x, int xOffset, float[] y, int yOffset);

    /** {@code dx = dy · f′(x)} for {@code count} values; dx may be dy. */
    void activateGradient(
            Activation f, int count, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);

    /** {@code y = f(g) · v} for {@code count} values; y may be g or v. */
    void gate(Activation f, int count, float[] g, int gOffset, float[] v, int vOffset, float[] y, int yOffset);

    /** {@code dg = dy · v · f′(g)}, {@code dv = dy · f(g)} for {@code count} values; dg may be g, dv may be v or dy. */
    void gateGradient(
            Activation f,
            int count,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            float[] dy,
            int dyOffset,
            float[] dg,
            int dgOffset,
            float[] dv,
            int dvOffset);

    /** {@link #gate} and {@link #gateGradient} at once; y must be an array of its own, dg may be g, dv may be v or dy. */
    default void gateAndGradient(
            Activation f,
            int count,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            float[] dy,
            int dyOffset,
            float[] y,
            int yOffset,
            float[] dg,
            int dgOffset,
            float[] dv,
            int dvOffset) {
        gate(f, count, g, gOffset, v, vOffset, y, yOffset);
        gateGradient(f, count, g, gOffset, v, vOffset, dy, dyOffset, dg, dgOffset, dv, dvOffset);
    }

    /** {@code y = a · b} for {@code count} values; y may be a or b. */
    void multiply(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset);

    /** {@code y += a · b} for {@code count} values, rounded once. */
    void addProduct(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset);

    /** {@code y += scale · x} for {@code count} values, rounded once. */
    void addScaled(int count, float scale, float[] x, int xOffset, float[] y, int yOffset);

    /** {@code sum[j] += Σ_r x[r][j]} for {@code columns} columns, r in rising order from the sum that is there. */
    void addRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] sum, int sumOffset);

    /** {@code most[j] = max(most[j], x[r][j])} over all rows, for {@code columns} columns, a multiple of the lanes; numbers only. */
    default void maxRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] most, int mostOffset) {
        PlainSums.maxRows(rows, columns, x, xOffset, xStride, most, mostOffset);
    }

    /**
     * {@code y = eˣ} for {@code count} values; x may be y. The relative error is at most 3e-7 for x from -87 to 88; below, y is nearly 0
     * (2e-38), above it stays e⁸⁸.
     */
    default void exponential(int count, float[] x, int xOffset, float[] y, int yOffset) {
        PlainScan.exponential(count, x, xOffset, y, yOffset);
    }

    /**
     * Copies {@code count} vectors of {@link #lanes()} floats: a group of channels of consecutive pixels, to or from a plane
     * that holds this group alone.
     */
    default void copyVectors(
            int count, float[] from, int fromOffset, int fromStride, float[] to, int toOffset, int toStride) {
        int lanes = lanes();
        for (int i = 0; i < count; i++) {
            System.arraycopy(from, fromOffset + i * fromStride, to, toOffset + i * toStride, lanes);
        }
    }

    /** One optimiser update of {@code count} values, all arrays from index 0; {@code w}, {@code m} and {@code v} change. */
    void adamW(int count, AdamWStep step, float[] w, float[] g, float[] m, float[] v);

    /**
     * {@code y = ln(1 + eˣ)} for {@code count} values, which makes a step width Δ of any number; x may be y. The relative error is
     * at most 4e-7 for x from -87 to 88.
     */
    default void softplus(int count, float[] x, int xOffset, float[] y, int yOffset) {
        PlainScan.softplus(count, x, xOffset, y, yOffset);
    }

    /**
     * {@code dx = dy · (1 − e⁻ʸ)} for {@code count} values, where y is the <em>result</em> of {@link #softplus}; dx may be dy or
     * y.
     */
    default void softplusGradient(
            int count, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        PlainScan.softplusGradient(count, y, yOffset, dy, dyOffset, dx, dxOffset);
    }

    /**
     * The selective scan (S6; Mamba, arXiv 2312.00752, section 3) along a piece of a sequence, for one group of {@link #lanes()}
     * channels: {@code h_t[n] = exp(Δ_t·A[n])·h_{t−1}[n] + Δ_t·B_t[n]·u_t} and {@code y_t = Σ_n C_t[n]·h_t[n] + D·u_t},
     * where u, Δ, A, D, h and y are groups of channels, and B and C numbers that all channels share. Decays are right within
     * {@code 2e-7 + 1e-7·|Δ_t·A[n]|} of themselves, those below 1e-37 are nearly 0.
     *
     * @param group number of the group in the tile
     * @param length steps, at most {@link ScanTile#STEPS}
     * @param tile u, Δ, A, B, C, D and h when called; y in the place of u and the last h on return
     */
    default void selectiveScan(int group, int length, ScanTile tile) {
        PlainScan.scan(group, length, tile);
    }

    /**
     * The gradients of {@link #selectiveScan} along a piece of a sequence; long sequences are cut into pieces and these taken from
     * the last to the first. With {@code g_t[n] = C_t[n]·dy_t + exp(Δ_{t+1}·A[n])·g_{t+1}[n]} and
     * {@code k_t[n] = g_t[n]·exp(Δ_t·A[n])·h_{t−1}[n]}: {@code du_t = D·dy_t + Δ_t·Σ_n g_t[n]·B_t[n]},
     * {@code dΔ_t = Σ_n (k_t[n]·A[n] + g_t[n]·B_t[n]·u_t)}, {@code dA[n] += Σ_t k_t[n]·Δ_t},
     * {@code dB_t[n] += g_t[n]·Δ_t·u_t} and {@code dC_t[n] += dy_t·h_t[n]}, {@code dD += Σ_t dy_t·u_t}. Values of u, Δ and dy beyond
     * the channels must be zero.
     *
     * @param group number of the group in the tile
     * @param length steps, at most {@link ScanTile#STEPS}
     * @param tile as before the scan; du in the place of u and dΔ in that of Δ on return
     * @param gradients dy and dh when called; dh and all others on return
     */
    default void selectiveScanGradient(int group, int length, ScanTile tile, ScanTile.Gradients gradients) {
        PlainScan.gradient(group, length, tile, gradients);
    }

    /**
     * {@code sums[i] = Σ vectors[i·lanes + j]} over the lanes j of each vector, in halves.
     *
     * @param count number of vectors, a multiple of {@link #lanes()}
     * @param vectors used up
     * @param sums receives the sums
     */
    default void sumLanes(int count, float[] vectors, float[] sums) {
        PlainScan.sumLanes(lanes(), count, vectors, sums);
    }
}
