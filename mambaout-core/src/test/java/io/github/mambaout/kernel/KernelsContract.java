package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every provider of {@link Kernels} promises, against formulas in float64. A sum of n products in float32 may be wrong by
 * n roundings of the sum of the products' absolute values, whatever its order; nothing here allows more.
 */
abstract class KernelsContract {
    /** Half the distance of 1 to the next float: the largest relative error of one rounding. */
    private static final double ROUNDING = 0x1p-24;

    private static final float GUARD = 12345.5f;

    /** @return the provider under test */
    abstract Kernels kernels();

    /** @return whether sums are floats taken in rising order, as all providers but the oracle promise */
    boolean sumsInFloatsAndInOrder() {
        return true;
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 4 - 2;
        }
        return values;
    }

    private static float[] guarded(int count) {
        float[] values = new float[count];
        Arrays.fill(values, GUARD);
        return values;
    }

    /** A sum in float64 together with the sum of the absolute values of its terms. */
    private static final class Sum {
        private double value;
        private double magnitude;
        private int terms;

        void add(double term) {
            value += term;
            magnitude += Math.abs(term);
            terms++;
        }

        double bound() {
            return (terms + 2) * ROUNDING * magnitude + Float.MIN_NORMAL;
        }
    }

    private static void assertSum(float actual, Sum expected, String description, Object... where) {
        assertThat((double) actual).as(description, where).isCloseTo(expected.value, within(expected.bound()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void productAddsEachRowTimesEachColumn(long seed) {
        Random random = new Random(seed);
        int lanes = kernels().lanes();
        for (int round = 0; round < 6; round++) {
            int rows = 1 + random.nextInt(14);
            int depth = 1 + random.nextInt(70);
            int columns = lanes * (1 + random.nextInt(14));
            boolean transposed = random.nextBoolean();
            int aRowStride = transposed ? 1 : depth + random.nextInt(5);
            int aStep = transposed ? rows + random.nextInt(5) : 1;
            int bStep = columns + random.nextInt(3) * lanes;
            int cRowStride = columns + random.nextInt(3) * lanes;
            int aOffset = random.nextInt(9);
            int bOffset = random.nextInt(9);
            int cOffset = random.nextInt(9);
            float[] a = random(random, aOffset + (rows - 1) * aRowStride + (depth - 1) * aStep + 1);
            float[] b = random(random, bOffset + depth * bStep);
            float[] c = random(random, cOffset + rows * cRowStride);
            float[] before = c.clone();
            kernels()
                    .multiplyAdd(
                            rows,
                            depth,
                            a,
                            aOffset,
                            aRowStride,
                            aStep,
                            b,
                            bOffset,
                            bStep,
                            columns,
                            c,
                            cOffset,
                            cRowStride);
            float[] expectedElsewhere = before.clone();
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    int at = cOffset + r * cRowStride + j;
                    Sum sum = new Sum();
                    sum.add(before[at]);
                    for (int k = 0; k < depth; k++) {
                        sum.add((double) a[aOffset + r * aRowStride + k * aStep] * b[bOffset + k * bStep + j]);
                    }
                    assertSum(c[at], sum, "seed %d: %dx%dx%d at %d, %d", seed, rows, depth, columns, r, j);
                    expectedElsewhere[at] = c[at];
                }
            }
            assertThat(c).as("seed %d: outside of C", seed).containsExactly(expectedElsewhere);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void transposedProductAddsEachColumnTimesEachColumn(long seed) {
        Random random = new Random(seed);
        int lanes = kernels().lanes();
        int aStride = Kernels.TRANSPOSED_STRIDE;
        for (int round = 0; round < 6; round++) {
            int rows = 1 + random.nextInt(30);
            int depth = 1 + random.nextInt(70);
            int columns = lanes * (1 + random.nextInt(14));
            int bStride = columns + random.nextInt(3) * lanes;
            int cStride = columns + random.nextInt(3) * lanes;
            int aOffset = random.nextInt(9);
            int bOffset = random.nextInt(9);
            int cOffset = random.nextInt(9);
            float[] a = random(random, aOffset + depth * aStride);
            float[] b = random(random, bOffset + depth * bStride);
            float[] c = random(random, cOffset + (rows + 3) * cStride);
            float[] before = c.clone();
            kernels().multiplyAddTransposed(rows, depth, a, aOffset, b, bOffset, bStride, columns, c, cOffset, cStride);
            float[] expectedElsewhere = before.clone();
            for (int r = 0; r < (rows + 3) / 4 * 4; r++) {
                for (int j = 0; j < columns; j++) {
                    int at = cOffset + r * cStride + j;
                    Sum sum = new Sum();
                    sum.add(before[at]);
                    for (int k = 0; k < depth; k++) {
                        sum.add((double) a[aOffset + k * aStride + r] * b[bOffset + k * bStride + j]);
                    }
                    if (r < rows) {
                        assertSum(c[at], sum, "seed %d: %dx%dx%d at %d, %d", seed, rows, depth, columns, r, j);
                    }
                    expectedElsewhere[at] = c[at];
                }
            }
            assertThat(c).as("seed %d: outside of C", seed).containsExactly(expectedElsewhere);
        }
    }

    @Test
    void longSumsLoseNoMoreThanSumsOfShortRuns() {
        Random random = new Random(9);
        int lanes = kernels().lanes();
        int rows = 7;
        int depth = 4096;
        int columns = 8 * lanes;
        float[] a = random(random, rows * depth);
        float[] b = random(random, depth * columns);
        float[] c = new float[rows * columns];
        kernels().multiplyAdd(rows, depth, a, 0, depth, 1, b, 0, columns, columns, c, 0, columns);
        double squaredErrors = 0;
        double squaredSums = 0;
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < depth; k++) {
                    sum += (double) a[r * depth + k] * b[k * columns + j];
                }
                squaredErrors += Math.pow(c[r * columns + j] - sum, 2);
                squaredSums += sum * sum;
            }
        }
        // One running sum of 4096 products, each rounded, would lose some 1e-6 of the typical sum; runs of 64 lose a
        // third.
        assertThat(Math.sqrt(squaredErrors / squaredSums)).isLessThan(5e-7);
    }

    @Test
    void productOfDepthZeroLeavesTheSums() {
        int lanes = kernels().lanes();
        float[] c = random(new Random(10), 5 * lanes);
        float[] before = c.clone();
        kernels().multiplyAdd(5, 0, new float[1], 0, 0, 1, new float[lanes], 0, lanes, lanes, c, 0, lanes);
        assertThat(c).containsExactly(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 9})
    void depthwiseRowSumsEachPixelsNeighbourhood(int kernelSize) {
        Random random = new Random(kernelSize);
        int lanes = kernels().lanes();
        for (int width : new int[] {1, 2, 5, 6, 7, 8, 14, 19}) {
            int rowStride = (width + kernelSize - 1 + random.nextInt(3)) * lanes;
            int yStride = lanes * (1 + random.nextInt(3));
            int planeOffset = random.nextInt(4) * lanes;
            float[] plane = random(random, planeOffset + kernelSize * rowStride);
            float[] weights = random(random, lanes + kernelSize * kernelSize * lanes);
            float[] bias = random(random, 3 * lanes);
            float[] y = guarded(5 + (width + 1) * yStride);
            kernels()
                    .depthwiseRow(
                            width,
                            kernelSize,
                            plane,
                            planeOffset,
                            rowStride,
                            weights,
                            lanes,
                            bias,
                            2 * lanes,
                            y,
                            5,
                            yStride);
            for (int x = 0; x < width; x++) {
                for (int l = 0; l < lanes; l++) {
                    Sum sum = new Sum();
                    sum.add(bias[2 * lanes + l]);
                    for (int i = 0; i < kernelSize; i++) {
                        for (int j = 0; j < kernelSize; j++) {
                            sum.add((double) plane[planeOffset + i * rowStride + (x + j) * lanes + l]
                                    * weights[lanes + (i * kernelSize + j) * lanes + l]);
                        }
                    }
                    int at = 5 + x * yStride + l;
                    assertSum(y[at], sum, "width %d, pixel %d, channel %d", width, x, l);
                    y[at] = GUARD;
                }
            }
            assertThat(y).as("outside of the row").containsOnly(GUARD);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 9})
    void depthwiseWeightGradientSumsOverTheRow(int kernelSize) {
        Random random = new Random(100 + kernelSize);
        int lanes = kernels().lanes();
        for (int width : new int[] {1, 6, 7, 8, 14, 19}) {
            int rowStride = (width + kernelSize - 1 + random.nextInt(3)) * lanes;
            int dyStride = lanes * (1 + random.nextInt(3));
            float[] plane = random(random, lanes + kernelSize * rowStride);
            float[] dy = random(random, 3 + width * dyStride);
            float[] dw = random(random, 2 * lanes + kernelSize * kernelSize * lanes);
            float[] before = dw.clone();
            kernels()
                    .depthwiseWeightGradientRow(
                            width, kernelSize, plane, lanes, rowStride, dy, 3, dyStride, dw, 2 * lanes);
            float[] rest = before.clone();
            for (int i = 0; i < kernelSize; i++) {
                for (int j = 0; j < kernelSize; j++) {
                    for (int l = 0; l < lanes; l++) {
                        int at = 2 * lanes + (i * kernelSize + j) * lanes + l;
                        Sum sum = new Sum();
                        sum.add(before[at]);
                        for (int x = 0; x < width; x++) {
                            sum.add((double) plane[lanes + i * rowStride + (x + j) * lanes + l]
                                    * dy[3 + x * dyStride + l]);
                        }
                        assertSum(dw[at], sum, "width %d, weight %d, %d, channel %d", width, i, j, l);
                        rest[at] = dw[at];
                    }
                }
            }
            assertThat(dw).as("outside of the weights").containsExactly(rest);
        }
    }

    /** Rows of channels with zeros up to a multiple of the lanes. */
    private float[] rowsOf(Random random, int rows, int channels, int stride, double scale, double shift) {
        float[] values = new float[rows * stride];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < channels; c++) {
                values[r * stride + c] = (float) (random.nextGaussian() * scale + shift);
            }
        }
        return values;
    }

    /** Mean, inverse deviation and the largest normalised value of a row in float64. */
    private record Moments(double mean, double inverse) {
        static Moments of(float[] x, int offset, int channels, float epsilon) {
            double mean = 0;
            for (int c = 0; c < channels; c++) {
                mean += x[offset + c];
            }
            mean /= channels;
            double variance = 0;
            for (int c = 0; c < channels; c++) {
                variance += (x[offset + c] - mean) * (x[offset + c] - mean);
            }
            return new Moments(mean, 1 / Math.sqrt(variance / channels + epsilon));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 31, 48, 96, 97, 576})
    void layerNormNormalisesEachRow(int channels) {
        Random random = new Random(channels);
        float epsilon = 1e-6f;
        for (int rows : new int[] {1, 3, 4, 9}) {
            for (boolean inPlace : new boolean[] {false, true}) {
                int stride = kernels().padded(channels) + (rows % 2) * kernels().lanes();
                float[] x = rowsOf(random, rows, channels, stride, 2, 0.5);
                float[] original = x.clone();
                float[] weight = rowsOf(random, 1, channels, stride, 1, 0);
                float[] bias = rowsOf(random, 1, channels, stride, 1, 0);
                float[] y = inPlace ? x : guarded(rows * stride);
                float[] mean = new float[rows];
                float[] inverse = new float[rows];
                kernels().layerNorm(rows, channels, epsilon, x, 0, stride, weight, bias, y, 0, stride, mean, inverse);
                for (int r = 0; r < rows; r++) {
                    Moments moments = Moments.of(original, r * stride, channels, epsilon);
                    // The deviation of a constant row is that of its mean's rounding.
                    double largest = 0;
                    for (int c = 0; c < channels; c++) {
                        largest = Math.max(largest, Math.abs(original[r * stride + c]));
                    }
                    double meanError = (channels + 2) * ROUNDING * largest;
                    assertThat((double) mean[r]).isCloseTo(moments.mean, within(meanError));
                    double tolerance = (channels + 8) * ROUNDING * moments.inverse
                            + meanError * meanError * moments.inverse * moments.inverse * moments.inverse;
                    assertThat((double) inverse[r]).isCloseTo(moments.inverse, within(tolerance));
                    for (int c = 0; c < channels; c++) {
                        double n = (original[r * stride + c] - moments.mean) * moments.inverse;
                        double error = (meanError * moments.inverse
                                                + Math.abs(n) * (tolerance / moments.inverse + 4 * ROUNDING))
                                        * Math.abs(weight[c])
                                + 4 * ROUNDING * (Math.abs(n * weight[c]) + Math.abs(bias[c]));
                        assertThat((double) y[r * stride + c])
                                .as("row %d, channel %d of %d, in place %s", r, c, channels, inPlace)
                                .isCloseTo(n * weight[c] + bias[c], within(error));
                    }
                }
            }
        }
    }

    @Test
    void layerNormKeepsItsDigitsFarFromZero() {
        int channels = 96;
        int stride = kernels().padded(channels);
        float[] x = rowsOf(new Random(11), 5, channels, stride, 1, 1000);
        float[] one = rowsOf(new Random(12), 1, channels, stride, 0, 1);
        float[] y = new float[5 * stride];
        kernels()
                .layerNorm(
                        5,
                        channels,
                        1e-6f,
                        x,
                        0,
                        stride,
                        one,
                        new float[stride],
                        y,
                        0,
                        stride,
                        new float[5],
                        new float[5]);
        for (int r = 0; r < 5; r++) {
            Moments moments = Moments.of(x, r * stride, channels, 1e-6f);
            for (int c = 0; c < channels; c++) {
                // One rounding of a mean near 1000, and no more: a variance by E[x²] − E[x]² would be off by 0.06.
                assertThat((double) y[r * stride + c])
                        .isCloseTo((x[r * stride + c] - moments.mean) * moments.inverse, within(5e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 16, 31, 48, 97, 576})
    void layerNormGradientFollowsItsFormula(int channels) {
        Random random = new Random(200 + channels);
        for (boolean inPlace : new boolean[] {false, true}) {
            int rows = 7;
            int stride = kernels().padded(channels);
            float[] x = rowsOf(random, rows, channels, stride, 2, 0.5);
            float[] dy = rowsOf(random, rows, channels, stride, 1, 0.1);
            float[] upstream = dy.clone();
            float[] weight = rowsOf(random, 1, channels, stride, 1, 0);
            float[] dWeight = rowsOf(random, 1, channels, stride, 1, 0);
            float[] dBias = rowsOf(random, 1, channels, stride, 1, 0);
            float[] weightBefore = dWeight.clone();
            float[] biasBefore = dBias.clone();
            float[] mean = new float[rows];
            float[] inverse = new float[rows];
            for (int r = 0; r < rows; r++) {
                Moments moments = Moments.of(x, r * stride, channels, 1e-6f);
                mean[r] = (float) moments.mean;
                inverse[r] = (float) moments.inverse;
            }
            float[] dx = inPlace ? dy : new float[rows * stride];
            kernels()
                    .layerNormGradient(
                            rows, channels, x, 0, stride, mean, inverse, weight, dy, 0, stride, dx, 0, stride, dWeight,
                            dBias);
            Sum[] weightSums = new Sum[channels];
            Sum[] biasSums = new Sum[channels];
            for (int c = 0; c < channels; c++) {
                weightSums[c] = new Sum();
                weightSums[c].add(weightBefore[c]);
                biasSums[c] = new Sum();
                biasSums[c].add(biasBefore[c]);
            }
            for (int r = 0; r < rows; r++) {
                Sum g = new Sum();
                Sum gn = new Sum();
                double largestN = 0;
                for (int c = 0; c < channels; c++) {
                    double n = ((double) x[r * stride + c] - mean[r]) * inverse[r];
                    largestN = Math.max(largestN, Math.abs(n));
                    double scaled = (double) upstream[r * stride + c] * weight[c];
                    g.add(scaled);
                    gn.add(scaled * n);
                    weightSums[c].add(upstream[r * stride + c] * n);
                    biasSums[c].add(upstream[r * stride + c]);
                }
                for (int c = 0; c < channels; c++) {
                    double n = ((double) x[r * stride + c] - mean[r]) * inverse[r];
                    double scaled = (double) upstream[r * stride + c] * weight[c];
                    double expected = inverse[r] * (scaled - g.value / channels - n * gn.value / channels);
                    double error = inverse[r]
                                    * (g.bound()
                                            + 4 * largestN * gn.bound()
                                            + 8 * channels * ROUNDING * Math.abs(scaled))
                                    / channels
                            + 8
                                    * ROUNDING
                                    * inverse[r]
                                    * (Math.abs(scaled)
                                            + Math.abs(g.value / channels)
                                            + 2 * Math.abs(n * gn.value / channels));
                    assertThat((double) dx[r * stride + c])
                            .as("row %d, channel %d of %d, in place %s", r, c, channels, inPlace)
                            .isCloseTo(expected, within(error));
                }
            }
            for (int c = 0; c < channels; c++) {
                // n itself has two roundings.
                weightSums[c].terms += 2;
                assertSum(dWeight[c], weightSums[c], "weight gradient of channel %d", c);
                assertSum(dBias[c], biasSums[c], "bias gradient of channel %d", c);
            }
        }
    }

    private static DoubleUnaryOperator exact(Activation f) {
        return f == Activation.GELU ? x -> x * NormalDistribution.cumulative(x) : x -> x / (1 + Math.exp(-x));
    }

    private static DoubleUnaryOperator exactSlope(Activation f) {
        if (f == Activation.GELU) {
            return x -> NormalDistribution.cumulative(x) + x * NormalDistribution.density(x);
        }
        return x -> {
            double s = 1 / (1 + Math.exp(-x));
            return s * (1 + x * (1 - s));
        };
    }

    /** Dense around zero, then out to ±100, then a few special ones. */
    private float[] argumentsOfActivation() {
        int dense = 24_000;
        float[] x = new float[kernels().padded(dense + 401 + 4)];
        for (int i = 0; i < dense; i++) {
            x[i] = -12 + 24f * i / dense;
        }
        for (int i = 0; i <= 400; i++) {
            x[dense + i] = (i - 200) / 2f;
        }
        x[dense + 401] = -0.0f;
        x[dense + 402] = Float.MIN_VALUE;
        x[dense + 403] = 1e-20f;
        return x;
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationIsWithinAMillionthOfTheExactOne(Activation f) {
        float[] x = argumentsOfActivation();
        float[] y = new float[x.length + kernels().lanes()];
        kernels().activate(f, x.length, x, 0, y, kernels().lanes());
        for (int i = 0; i < x.length; i++) {
            assertThat((double) y[kernels().lanes() + i])
                    .as("%s of %s", f, x[i])
                    .isCloseTo(exact(f).applyAsDouble(x[i]), within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void slopeIsWithinTwoMillionthsOfTheExactOne(Activation f) {
        float[] x = argumentsOfActivation();
        float[] one = new float[x.length];
        Arrays.fill(one, 1);
        float[] dx = new float[x.length];
        kernels().activateGradient(f, x.length, x, 0, one, 0, dx, 0);
        for (int i = 0; i < x.length; i++) {
            assertThat((double) dx[i])
                    .as("slope of %s at %s", f, x[i])
                    .isCloseTo(exactSlope(f).applyAsDouble(x[i]), within(2e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void notANumberStaysNotANumber(Activation f) {
        int count = kernels().padded(3);
        float[] x = new float[count];
        x[1] = Float.NaN;
        float[] y = new float[count];
        kernels().activate(f, count, x, 0, y, 0);
        assertThat(y[1]).isNaN();
        assertThat(y[0]).isZero();
        kernels().activateGradient(f, count, x, 0, x.clone(), 0, y, 0);
        assertThat(y[1]).isNaN();
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gateAndGradientsAgreeWithTheActivationAlsoInPlace(Activation f) {
        Random random = new Random(13);
        int lanes = kernels().lanes();
        int count = kernels().padded(1000);
        float[] g = random(random, count);
        float[] v = random(random, count);
        float[] dy = random(random, count);
        float[] y = new float[count + lanes];
        kernels().gate(f, count, g, 0, v, 0, y, lanes);
        float[] dg = new float[count];
        float[] dv = new float[count];
        kernels().gateGradient(f, count, g, 0, v, 0, dy, 0, dg, 0, dv, 0);
        float[] dx = new float[count];
        kernels().activateGradient(f, count, g, 0, dy, 0, dx, 0);
        for (int i = 0; i < count; i++) {
            double value = exact(f).applyAsDouble(g[i]);
            double slope = exactSlope(f).applyAsDouble(g[i]);
            assertThat((double) y[lanes + i]).isCloseTo(value * v[i], within(3e-6));
            assertThat((double) dg[i]).isCloseTo(slope * v[i] * dy[i], within(1e-5));
            assertThat((double) dv[i]).isCloseTo(value * dy[i], within(3e-6));
            assertThat((double) dx[i]).isCloseTo(slope * dy[i], within(5e-6));
        }

        float[] inPlace = g.clone();
        kernels().activate(f, count, inPlace, 0, inPlace, 0);
        float[] apart = new float[count];
        kernels().activate(f, count, g, 0, apart, 0);
        assertThat(inPlace).containsExactly(apart);
        inPlace = dy.clone();
        kernels().activateGradient(f, count, g, 0, inPlace, 0, inPlace, 0);
        assertThat(inPlace).containsExactly(dx);
        float[] gated = Arrays.copyOfRange(y, lanes, lanes + count);
        inPlace = g.clone();
        kernels().gate(f, count, inPlace, 0, v, 0, inPlace, 0);
        assertThat(inPlace).containsExactly(gated);
        inPlace = v.clone();
        kernels().gate(f, count, g, 0, inPlace, 0, inPlace, 0);
        assertThat(inPlace).containsExactly(gated);
        float[] overG = g.clone();
        float[] overV = v.clone();
        kernels().gateGradient(f, count, overG, 0, overV, 0, dy, 0, overG, 0, overV, 0);
        assertThat(overG).containsExactly(dg);
        assertThat(overV).containsExactly(dv);
        overG = g.clone();
        float[] overDy = dy.clone();
        kernels().gateGradient(f, count, overG, 0, v, 0, overDy, 0, overG, 0, overDy, 0);
        assertThat(overG).containsExactly(dg);
        assertThat(overDy).containsExactly(dv);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gateAndItsGradientAtOnceAreThoseOfEachAlone(Activation f) {
        Random random = new Random(21);
        int count = 5 * kernels().lanes();
        float[] g = random(random, count);
        float[] v = random(random, count);
        float[] dy = random(random, count);
        float[] y = new float[count];
        float[] dg = new float[count];
        float[] dv = new float[count];
        kernels().gate(f, count, g, 0, v, 0, y, 0);
        kernels().gateGradient(f, count, g, 0, v, 0, dy, 0, dg, 0, dv, 0);
        float[] yAtOnce = new float[count];
        kernels().gateAndGradient(f, count, g, 0, v, 0, dy, 0, yAtOnce, 0, g, 0, dy, 0);
        assertThat(yAtOnce).containsExactly(y);
        assertThat(g).containsExactly(dg);
        assertThat(dy).containsExactly(dv);
    }

    @Test
    void productsAndSumsOfValuesAreRoundedOnce() {
        Random random = new Random(14);
        int lanes = kernels().lanes();
        int count = kernels().padded(1000);
        float[] a = random(random, count + lanes);
        float[] b = random(random, count);
        float[] y = random(random, count);
        float[] before = y.clone();
        kernels().addProduct(count, a, lanes, b, 0, y, 0);
        float[] scaled = before.clone();
        kernels().addScaled(count, 0.3f, b, 0, scaled, 0);
        float[] product = new float[count];
        kernels().multiply(count, a, lanes, b, 0, product, 0);
        for (int i = 0; i < count; i++) {
            assertThat(y[i]).isEqualTo(Math.fma(a[lanes + i], b[i], before[i]));
            assertThat(scaled[i]).isEqualTo(Math.fma(0.3f, b[i], before[i]));
            assertThat(product[i]).isEqualTo(a[lanes + i] * b[i]);
        }
        float[] inPlace = b.clone();
        kernels().multiply(count, a, lanes, inPlace, 0, inPlace, 0);
        assertThat(inPlace).containsExactly(product);
    }

    @Test
    void rowsAreAddedInOrder() {
        Random random = new Random(15);
        int lanes = kernels().lanes();
        int columns = kernels().padded(70);
        int stride = columns + lanes;
        int rows = 23;
        float[] x = random(random, 5 + rows * stride);
        float[] sum = random(random, 3 + columns);
        float[] expected = sum.clone();
        for (int j = 0; j < columns; j++) {
            for (int r = 0; r < rows; r++) {
                expected[3 + j] += x[5 + r * stride + j];
            }
        }
        kernels().addRows(rows, columns, x, 5, stride, sum, 3);
        if (sumsInFloatsAndInOrder()) {
            assertThat(sum).containsExactly(expected);
        } else {
            assertThat(sum).containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void maximaOfRowsAreTakenColumnByColumn() {
        int columns = kernels().padded(600);
        int stride = columns + kernels().lanes();
        float[] x = random(new Random(21), 5 + 7 * stride);
        float[] most = random(new Random(22), 3 + columns + kernels().lanes());
        float[] expected = most.clone();
        for (int r = 0; r < 7; r++) {
            for (int j = 0; j < columns; j++) {
                expected[3 + j] = Math.max(expected[3 + j], x[5 + r * stride + j]);
            }
        }
        kernels().maxRows(7, columns, x, 5, stride, most, 3);
        assertThat(most).containsExactly(expected);
    }

    @Test
    void exponentialsKeepTheirDigitsAndNeverOverflow() {
        int count = kernels().padded(3000);
        float[] x = new float[count + 1];
        for (int i = 0; i <= count; i++) {
            x[i] = -86.9f + i * 0.058f;
        }
        float[] y = new float[count + 2];
        kernels().exponential(count, x, 1, y, 2);
        for (int i = 0; i < count; i++) {
            double right = Math.exp(Math.min(x[i + 1], 88));
            assertThat((double) y[i + 2]).as("exp of %s", x[i + 1]).isCloseTo(right, within(3e-7 * right));
        }
        float[] far = new float[kernels().padded(2)];
        far[0] = -1e30f;
        far[1] = Float.NEGATIVE_INFINITY;
        kernels().exponential(far.length, far, 0, far, 0);
        assertThat(far[0]).isBetween(0f, 2e-38f);
        assertThat(far[1]).isBetween(0f, 2e-38f);
    }

    @Test
    void vectorsAreCopiedBetweenStrides() {
        int lanes = kernels().lanes();
        float[] from = random(new Random(16), 1 + 6 * 3 * lanes);
        float[] to = guarded(2 + 6 * 2 * lanes);
        kernels().copyVectors(6, from, 1, 3 * lanes, to, 2, 2 * lanes);
        for (int i = 0; i < 6; i++) {
            for (int l = 0; l < lanes; l++) {
                assertThat(to[2 + i * 2 * lanes + l]).isEqualTo(from[1 + i * 3 * lanes + l]);
                assertThat(to[2 + (i * 2 + 1) * lanes + l]).isEqualTo(GUARD);
            }
        }
    }

    @Test
    void adamWFollowsItsFormula() {
        Random random = new Random(17);
        int count = kernels().padded(1000);
        float[] w = random(random, count);
        float[] m = random(random, count);
        float[] v = random(random, count);
        for (int i = 0; i < count; i++) {
            v[i] *= v[i];
        }
        float[] g = random(random, count);
        double[] exactW = new double[count];
        double[] exactM = new double[count];
        double[] exactV = new double[count];
        for (int i = 0; i < count; i++) {
            exactW[i] = w[i];
            exactM[i] = m[i];
            exactV[i] = v[i];
        }
        for (int t = 1; t <= 3; t++) {
            AdamWStep step =
                    new AdamWStep(0.7, 1e-2, 0.9, 0.999, 1e-8, 0.05, 1 - Math.pow(0.9, t), 1 - Math.pow(0.999, t));
            kernels().adamW(count, step, w, g, m, v);
            for (int i = 0; i < count; i++) {
                double gradient = g[i] * step.gradientScale();
                exactM[i] = step.beta1() * exactM[i] + (1 - step.beta1()) * gradient;
                exactV[i] = step.beta2() * exactV[i] + (1 - step.beta2()) * gradient * gradient;
                exactW[i] = exactW[i] * (1 - step.learningRate() * step.decay())
                        - step.learningRate()
                                * (exactM[i] / step.correction1())
                                / (Math.sqrt(exactV[i] / step.correction2()) + step.epsilon());
            }
        }
        for (int i = 0; i < count; i++) {
            assertThat((double) m[i]).isCloseTo(exactM[i], within(1e-6));
            assertThat((double) v[i]).isCloseTo(exactV[i], within(1e-6));
            assertThat((double) w[i])
                    .isCloseTo(exactW[i], within(2e-6 * (1 + Math.abs(exactW[i] - w[i])) + 2e-6 * Math.abs(exactW[i])));
        }
    }

    @Test
    void theSameInputGivesTheSameBitsBeforeAndAfterCompilation() {
        int first = KernelBits.hash(kernels());
        for (int i = 0; i < repetitions(); i++) {
            assertThat(KernelBits.hash(kernels())).as("pass %d", i).isEqualTo(first);
        }
    }

    /** @return passes over all kernels; enough for the optimising compiler where that is fast */
    int repetitions() {
        return 300;
    }
}
