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
     * The one matrix product: {@code C[r][j] += Σ_k A[r][k] · B[k][j]}, k in rising order from the sum that is in C.
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

    /** {@code y = a · b} for {@code count} values; y may be a or b. */
    void multiply(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset);

    /** {@code y += a · b} for {@code count} values, rounded once. */
    void addProduct(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset);

    /** {@code y += scale · x} for {@code count} values, rounded once. */
    void addScaled(int count, float scale, float[] x, int xOffset, float[] y, int yOffset);

    /** {@code sum[j] += Σ_r x[r][j]} for {@code columns} columns, r in rising order from the sum that is there. */
    void addRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] sum, int sumOffset);

    /** One optimiser update of {@code count} values, all arrays from index 0; {@code w}, {@code m} and {@code v} change. */
    void adamW(int count, AdamWStep step, float[] w, float[] g, float[] m, float[] v);
}
