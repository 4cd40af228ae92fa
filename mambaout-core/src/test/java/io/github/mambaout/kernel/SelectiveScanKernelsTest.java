package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every provider promises of the selective scan, against the recurrence and its adjoint in float64. */
class SelectiveScanKernelsTest {
    private static final int LENGTH = 31;
    private static final int STATES = 5;
    private static final int GROUPS = 2;

    /** The group that is scanned; what belongs to the other one must stay as it is. */
    private static final int GROUP = 1;

    private static Stream<Kernels> providers() {
        return Stream.concat(
                Stream.of("plain", "vector", "nd4j").map(KernelProviders::named),
                Stream.of(64, 128, 256, 512).map(FreshVectorKernels::ofBits));
    }

    /** The second group of a tile of two, of random values. */
    private static final class Scan {
        private final Kernels kernels;
        private final int lanes;
        private final int stride;
        private final float[] u;
        private final float[] delta;
        private final float[] a;
        private final float[] b;
        private final float[] c;
        private final float[] d;
        private final float[] start;
        private final float[] dy;
        private final float[] dEnd;

        Scan(Kernels kernels, long seed) {
            Random random = new Random(seed);
            this.kernels = kernels;
            lanes = kernels.lanes();
            stride = GROUPS * lanes;
            u = values(random, LENGTH * stride, -2, 2);
            delta = values(random, LENGTH * stride, 0.001f, 1);
            a = values(random, STATES * stride, -4, -0.1f);
            b = values(random, STATES * LENGTH, -2, 2);
            c = values(random, STATES * LENGTH, -2, 2);
            d = values(random, stride, -2, 2);
            start = values(random, STATES * stride, -1, 1);
            dy = values(random, LENGTH * stride, -2, 2);
            dEnd = values(random, STATES * stride, -1, 1);
        }

        private static float[] values(Random random, int count, float from, float to) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = from + random.nextFloat() * (to - from);
            }
            return values;
        }

        /** A tile that holds steps first to end − 1. */
        ScanTile tile(int first, int end, float[] h) {
            ScanTile tile = ScanTile.of(kernels, GROUPS, STATES, new Scratch());
            int count = (end - first) * stride;
            System.arraycopy(u, first * stride, tile.u(), 0, count);
            System.arraycopy(delta, first * stride, tile.delta(), 0, count);
            for (int n = 0; n < STATES; n++) {
                System.arraycopy(b, n * LENGTH + first, tile.b(), n * ScanTile.STEPS, end - first);
                System.arraycopy(c, n * LENGTH + first, tile.c(), n * ScanTile.STEPS, end - first);
            }
            System.arraycopy(a, 0, tile.a(), 0, a.length);
            System.arraycopy(d, 0, tile.d(), 0, d.length);
            System.arraycopy(h, 0, tile.h(), 0, h.length);
            return tile;
        }

        /** Steps first to end − 1 from the state in h. */
        void forward(int first, int end, float[] h, float[] y) {
            ScanTile tile = tile(first, end, h);
            kernels.selectiveScan(GROUP, end - first, tile);
            System.arraycopy(tile.h(), 0, h, 0, h.length);
            System.arraycopy(tile.u(), 0, y, first * stride, (end - first) * stride);
        }

        double u(int t, int lane) {
            return u[row(t, lane)];
        }

        double delta(int t, int lane) {
            return delta[row(t, lane)];
        }

        double a(int n, int lane) {
            return a[constant(n, lane)];
        }

        double b(int t, int n) {
            return b[n * LENGTH + t];
        }

        double c(int t, int n) {
            return c[n * LENGTH + t];
        }

        double d(int lane) {
            return d[GROUP * lanes + lane];
        }

        double dy(int t, int lane) {
            return dy[row(t, lane)];
        }

        int row(int t, int lane) {
            return t * stride + GROUP * lanes + lane;
        }

        int constant(int n, int lane) {
            return (GROUP * STATES + n) * lanes + lane;
        }

        /** States of a channel before each step and after the last, {@code [length + 1][states]}. */
        double[][] states(int lane) {
            double[][] h = new double[LENGTH + 1][STATES];
            for (int n = 0; n < STATES; n++) {
                h[0][n] = start[constant(n, lane)];
                for (int t = 0; t < LENGTH; t++) {
                    h[t + 1][n] =
                            Math.exp(delta(t, lane) * a(n, lane)) * h[t][n] + delta(t, lane) * b(t, n) * u(t, lane);
                }
            }
            return h;
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void outputsAndLastStatesFollowTheRecurrence(Kernels kernels) {
        Scan scan = new Scan(kernels, 1);
        float[] h = scan.start.clone();
        float[] y = new float[LENGTH * scan.stride];
        scan.forward(0, LENGTH, h, y);
        for (int lane = 0; lane < scan.lanes; lane++) {
            double[][] states = scan.states(lane);
            for (int t = 0; t < LENGTH; t++) {
                double right = scan.d(lane) * scan.u(t, lane);
                for (int n = 0; n < STATES; n++) {
                    right += scan.c(t, n) * states[t + 1][n];
                }
                assertThat((double) y[scan.row(t, lane)]).isCloseTo(right, within(2e-5));
                assertThat(y[t * scan.stride + lane]).as("the other group").isEqualTo(scan.u[t * scan.stride + lane]);
            }
            for (int n = 0; n < STATES; n++) {
                assertThat((double) h[scan.constant(n, lane)]).isCloseTo(states[LENGTH][n], within(1e-5));
                assertThat(h[n * scan.lanes + lane]).as("the other group").isEqualTo(scan.start[n * scan.lanes + lane]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aSequenceMayBeCutWithoutChangingABit(Kernels kernels) {
        Scan scan = new Scan(kernels, 2);
        float[] wholeState = scan.start.clone();
        float[] whole = new float[LENGTH * scan.stride];
        scan.forward(0, LENGTH, wholeState, whole);
        float[] state = scan.start.clone();
        float[] parts = new float[LENGTH * scan.stride];
        scan.forward(0, 10, state, parts);
        scan.forward(10, LENGTH, state, parts);
        assertThat(parts).containsExactly(whole);
        assertThat(state).containsExactly(wholeState);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void statesThatDecayEntirelyAreForgotten(Kernels kernels) {
        for (float width : new float[] {0, 1, 87, 88, 1000, 1e6f}) {
            ScanTile tile = ScanTile.of(kernels, 1, 1, new Scratch());
            Arrays.fill(tile.delta(), width);
            Arrays.fill(tile.u(), 0);
            Arrays.fill(tile.a(), -1);
            Arrays.fill(tile.b(), 0);
            Arrays.fill(tile.c(), 1);
            Arrays.fill(tile.d(), 0);
            Arrays.fill(tile.h(), 1);
            kernels.selectiveScan(0, 1, tile);
            double right = Math.exp(-width);
            assertThat((double) tile.u()[0]).as("decay over %s", width).isCloseTo(right, within(1e-37 + 1e-5 * right));
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void gradientsFollowTheAdjointRecurrence(Kernels kernels) {
        Scan scan = new Scan(kernels, 3);
        int lanes = scan.lanes;
        ScanTile tile = scan.tile(0, LENGTH, scan.start);
        ScanTile.Gradients gradients = ScanTile.Gradients.of(tile, new Scratch());
        System.arraycopy(scan.dy, 0, gradients.dy(), 0, scan.dy.length);
        System.arraycopy(scan.dEnd, 0, gradients.dh(), 0, scan.dEnd.length);
        for (float[] addedTo : List.of(gradients.da(), gradients.dd(), gradients.db(), gradients.dc())) {
            Arrays.fill(addedTo, 1);
        }
        kernels.selectiveScanGradient(GROUP, LENGTH, tile, gradients);
        double[][] rightB = new double[LENGTH][STATES];
        double[][] rightC = new double[LENGTH][STATES];
        for (int lane = 0; lane < lanes; lane++) {
            double[][] states = scan.states(lane);
            double[] rightU = new double[LENGTH];
            double[] rightDelta = new double[LENGTH];
            for (int n = 0; n < STATES; n++) {
                int constant = scan.constant(n, lane);
                double toState = scan.dEnd[constant];
                double rightA = 1;
                for (int t = LENGTH - 1; t >= 0; t--) {
                    double decay = Math.exp(scan.delta(t, lane) * scan.a(n, lane));
                    toState += scan.c(t, n) * scan.dy(t, lane);
                    rightC[t][n] += 1 + scan.dy(t, lane) * states[t + 1][n];
                    rightB[t][n] += 1 + toState * scan.delta(t, lane) * scan.u(t, lane);
                    rightU[t] += toState * scan.delta(t, lane) * scan.b(t, n);
                    rightDelta[t] +=
                            toState * (decay * states[t][n] * scan.a(n, lane) + scan.b(t, n) * scan.u(t, lane));
                    rightA += toState * decay * states[t][n] * scan.delta(t, lane);
                    toState *= decay;
                }
                assertThat((double) gradients.da()[constant]).as("dA").isCloseTo(rightA, within(2e-4));
                assertThat((double) gradients.dh()[constant]).as("dh").isCloseTo(toState, within(5e-5));
            }
            double rightD = 1;
            for (int t = 0; t < LENGTH; t++) {
                int row = scan.row(t, lane);
                rightD += scan.dy(t, lane) * scan.u(t, lane);
                rightU[t] += scan.d(lane) * scan.dy(t, lane);
                assertThat((double) tile.u()[row]).as("du").isCloseTo(rightU[t], within(5e-5));
                assertThat((double) tile.delta()[row]).as("dΔ").isCloseTo(rightDelta[t], within(2e-4));
            }
            assertThat((double) gradients.dd()[GROUP * lanes + lane]).as("dD").isCloseTo(rightD, within(5e-5));
        }
        float[] db = new float[STATES * ScanTile.STEPS];
        float[] dc = new float[STATES * ScanTile.STEPS];
        kernels.sumLanes(db.length, gradients.db(), db);
        kernels.sumLanes(dc.length, gradients.dc(), dc);
        for (int n = 0; n < STATES; n++) {
            for (int t = 0; t < ScanTile.STEPS; t++) {
                int at = n * ScanTile.STEPS + t;
                double rightOfB = t < LENGTH ? rightB[t][n] : lanes;
                double rightOfC = t < LENGTH ? rightC[t][n] : lanes;
                assertThat((double) db[at]).as("dB").isCloseTo(rightOfB, within(2e-4));
                assertThat((double) dc[at]).as("dC").isCloseTo(rightOfC, within(2e-4));
            }
        }
    }

    /** Values that do not depend on the states, and a second state that neither receives nor gives anything. */
    private static ScanTile tileOf(Kernels kernels, int states) {
        ScanTile tile = ScanTile.of(kernels, GROUPS, states, new Scratch());
        Random random = new Random(5);
        int lanes = kernels.lanes();
        fill(tile.u(), ScanTile.STEPS * tile.stride(), random, -2, 2);
        fill(tile.delta(), ScanTile.STEPS * tile.stride(), random, 0.001f, 1);
        fill(tile.b(), ScanTile.STEPS, random, -2, 2);
        fill(tile.c(), ScanTile.STEPS, random, -2, 2);
        fill(tile.d(), tile.stride(), random, -2, 2);
        for (int group = 0; group < GROUPS; group++) {
            System.arraycopy(Scan.values(random, lanes, -4, -0.1f), 0, tile.a(), group * states * lanes, lanes);
            System.arraycopy(Scan.values(random, lanes, -1, 1), 0, tile.h(), group * states * lanes, lanes);
        }
        return tile;
    }

    private static void fill(float[] values, int count, Random random, float from, float to) {
        Arrays.fill(values, 0);
        System.arraycopy(Scan.values(random, count, from, to), 0, values, 0, count);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void oneStateIsScannedLikeOneOfSeveral(Kernels kernels) {
        ScanTile one = tileOf(kernels, 1);
        ScanTile several = tileOf(kernels, 2);
        kernels.selectiveScan(GROUP, LENGTH, one);
        kernels.selectiveScan(GROUP, LENGTH, several);
        assertThat(one.u()).containsExactly(several.u());
        assertThat(one.h()[GROUP * kernels.lanes()]).isEqualTo(several.h()[2 * GROUP * kernels.lanes()]);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void oneStateGoesBackLikeOneOfSeveral(Kernels kernels) {
        int lanes = kernels.lanes();
        ScanTile one = tileOf(kernels, 1);
        ScanTile several = tileOf(kernels, 2);
        ScanTile.Gradients ofOne = gradients(one);
        ScanTile.Gradients ofSeveral = gradients(several);
        kernels.selectiveScanGradient(GROUP, LENGTH, one, ofOne);
        kernels.selectiveScanGradient(GROUP, LENGTH, several, ofSeveral);
        assertThat(one.u()).containsExactly(several.u());
        assertThat(one.delta()).containsExactly(several.delta());
        assertThat(ofOne.dd()).containsExactly(ofSeveral.dd());
        assertThat(part(ofOne.da(), GROUP * lanes, lanes))
                .containsExactly(part(ofSeveral.da(), 2 * GROUP * lanes, lanes));
        assertThat(part(ofOne.dh(), GROUP * lanes, lanes))
                .containsExactly(part(ofSeveral.dh(), 2 * GROUP * lanes, lanes));
        assertThat(part(ofOne.db(), 0, LENGTH * lanes)).containsExactly(part(ofSeveral.db(), 0, LENGTH * lanes));
        assertThat(part(ofOne.dc(), 0, LENGTH * lanes)).containsExactly(part(ofSeveral.dc(), 0, LENGTH * lanes));
    }

    private static ScanTile.Gradients gradients(ScanTile tile) {
        ScanTile.Gradients gradients = ScanTile.Gradients.of(tile, new Scratch());
        fill(gradients.dy(), ScanTile.STEPS * tile.stride(), new Random(6), -2, 2);
        for (float[] addedTo :
                List.of(gradients.dh(), gradients.da(), gradients.dd(), gradients.db(), gradients.dc())) {
            Arrays.fill(addedTo, 1);
        }
        // What arrives at the second state from behind the piece would reach u and Δ.
        if (tile.states() > 1) {
            int lanes = tile.lanes();
            Arrays.fill(gradients.dh(), (2 * GROUP + 1) * lanes, (2 * GROUP + 2) * lanes, 0);
        }
        return gradients;
    }

    private static float[] part(float[] values, int from, int count) {
        return Arrays.copyOfRange(values, from, from + count);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void lanesAreSummedInHalves(Kernels kernels) {
        int lanes = kernels.lanes();
        float[] vectors = Scan.values(new Random(4), 3 * lanes * lanes, -1, 1);
        float[] right = new float[3 * lanes];
        for (int i = 0; i < right.length; i++) {
            float[] values = Arrays.copyOfRange(vectors, i * lanes, (i + 1) * lanes);
            for (int half = lanes / 2; half > 0; half /= 2) {
                for (int l = 0; l < half; l++) {
                    values[l] += values[l + half];
                }
            }
            right[i] = values[0];
        }
        float[] sums = new float[right.length];
        kernels.sumLanes(right.length, vectors, sums);
        assertThat(sums).containsExactly(right);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void softplusKeepsItsDigitsAlsoNearZero(Kernels kernels) {
        int count = kernels.padded(2000);
        float[] x = new float[count + 1];
        for (int i = 0; i <= count; i++) {
            x[i] = -50 + i * 0.045f;
        }
        float[] y = new float[count + 2];
        kernels.softplus(count, x, 1, y, 2);
        float[] upstream = new float[count];
        Arrays.fill(upstream, 3);
        kernels.softplusGradient(count, y, 2, upstream, 0, upstream, 0);
        for (int i = 0; i < count; i++) {
            double right = Math.max(x[i + 1], 0) + Math.log1p(Math.exp(-Math.abs((double) x[i + 1])));
            assertThat((double) y[i + 2]).as("softplus of %s", x[i + 1]).isCloseTo(right, within(4e-7 * right));
            double slope = -3 * Math.expm1(-y[i + 2]);
            assertThat((double) upstream[i]).as("slope at %s", x[i + 1]).isCloseTo(slope, within(4e-7 * slope));
        }
    }
}
