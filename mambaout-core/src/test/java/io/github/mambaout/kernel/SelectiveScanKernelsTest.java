package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every provider promises of the selective scan, against the recurrence and its adjoint in float64. */
class SelectiveScanKernelsTest {
    private static final int LENGTH = 33;
    private static final int STATES = 5;
    private static final int STATE_STRIDE = 7;

    private static Stream<Kernels> providers() {
        return Stream.concat(
                Stream.of("plain", "vector", "nd4j").map(KernelProviders::named),
                Stream.of(64, 128, 256, 512).map(FreshVectorKernels::ofBits));
    }

    /** A scan of one group with rows longer than the group, and everything at an offset. */
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
            stride = 2 * lanes;
            u = values(random, 1 + LENGTH * stride, -2, 2);
            delta = values(random, 2 + LENGTH * stride, 0.001f, 1);
            a = values(random, 3 + STATES * lanes, -4, -0.1f);
            b = values(random, 4 + LENGTH * STATE_STRIDE, -2, 2);
            c = values(random, 5 + LENGTH * STATE_STRIDE, -2, 2);
            d = values(random, 6 + lanes, -2, 2);
            start = values(random, STATES * lanes, -1, 1);
            dy = values(random, 7 + LENGTH * stride, -2, 2);
            dEnd = values(random, STATES * lanes, -1, 1);
        }

        private static float[] values(Random random, int count, float from, float to) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = from + random.nextFloat() * (to - from);
            }
            return values;
        }

        /** Steps first to end − 1 from the state in h. */
        void forward(int first, int end, float[] h, float[] y) {
            kernels.selectiveScan(
                    end - first,
                    STATES,
                    u,
                    1 + first * stride,
                    delta,
                    2 + first * stride,
                    stride,
                    a,
                    3,
                    b,
                    4 + first * STATE_STRIDE,
                    c,
                    5 + first * STATE_STRIDE,
                    STATE_STRIDE,
                    d,
                    6,
                    h,
                    0,
                    y,
                    first * stride);
        }

        double u(int t, int lane) {
            return u[1 + t * stride + lane];
        }

        double delta(int t, int lane) {
            return delta[2 + t * stride + lane];
        }

        double a(int n, int lane) {
            return a[3 + n * lanes + lane];
        }

        double b(int t, int n) {
            return b[4 + t * STATE_STRIDE + n];
        }

        double c(int t, int n) {
            return c[5 + t * STATE_STRIDE + n];
        }

        double d(int lane) {
            return d[6 + lane];
        }

        double dy(int t, int lane) {
            return dy[7 + t * stride + lane];
        }

        /** States of a channel before each step and after the last, {@code [length + 1][states]}. */
        double[][] states(int lane) {
            double[][] h = new double[LENGTH + 1][STATES];
            for (int n = 0; n < STATES; n++) {
                h[0][n] = start[n * lanes + lane];
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
                assertThat((double) y[t * scan.stride + lane]).isCloseTo(right, within(2e-5));
            }
            for (int n = 0; n < STATES; n++) {
                assertThat((double) h[n * scan.lanes + lane]).isCloseTo(states[LENGTH][n], within(1e-5));
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
    void gradientsFollowTheAdjointRecurrence(Kernels kernels) {
        Scan scan = new Scan(kernels, 3);
        int lanes = scan.lanes;
        int stride = scan.stride;
        float[] h = Arrays.copyOf(scan.start, (2 * LENGTH + 1) * STATES * lanes);
        float[] dh = scan.dEnd.clone();
        float[] du = new float[LENGTH * stride];
        float[] dDelta = new float[LENGTH * stride];
        float[] da = filled(STATES * lanes);
        float[] db = filled(LENGTH * STATE_STRIDE);
        float[] dc = filled(LENGTH * STATE_STRIDE);
        float[] dd = filled(lanes);
        kernels.selectiveScanGradient(
                LENGTH,
                STATES,
                scan.u,
                1,
                scan.delta,
                2,
                stride,
                scan.a,
                3,
                scan.b,
                4,
                scan.c,
                5,
                STATE_STRIDE,
                scan.d,
                6,
                h,
                0,
                scan.dy,
                7,
                dh,
                0,
                du,
                0,
                dDelta,
                0,
                da,
                0,
                db,
                0,
                dc,
                0,
                dd,
                0);
        double[][] rightB = new double[LENGTH][STATES];
        double[][] rightC = new double[LENGTH][STATES];
        for (int lane = 0; lane < lanes; lane++) {
            double[][] states = scan.states(lane);
            double[] rightU = new double[LENGTH];
            double[] rightDelta = new double[LENGTH];
            for (int n = 0; n < STATES; n++) {
                double toState = scan.dEnd[n * lanes + lane];
                double rightA = 1;
                for (int t = LENGTH - 1; t >= 0; t--) {
                    double decay = Math.exp(scan.delta(t, lane) * scan.a(n, lane));
                    toState += scan.c(t, n) * scan.dy(t, lane);
                    rightC[t][n] += scan.dy(t, lane) * states[t + 1][n];
                    rightB[t][n] += toState * scan.delta(t, lane) * scan.u(t, lane);
                    rightU[t] += toState * scan.delta(t, lane) * scan.b(t, n);
                    rightDelta[t] +=
                            toState * (decay * states[t][n] * scan.a(n, lane) + scan.b(t, n) * scan.u(t, lane));
                    rightA += toState * decay * states[t][n] * scan.delta(t, lane);
                    toState *= decay;
                }
                assertThat((double) da[n * lanes + lane]).as("dA").isCloseTo(rightA, within(2e-4));
                assertThat((double) dh[n * lanes + lane]).as("dh").isCloseTo(toState, within(5e-5));
            }
            double rightD = 1;
            for (int t = 0; t < LENGTH; t++) {
                rightD += scan.dy(t, lane) * scan.u(t, lane);
                rightU[t] += scan.d(lane) * scan.dy(t, lane);
                assertThat((double) du[t * stride + lane]).as("du").isCloseTo(rightU[t], within(5e-5));
                assertThat((double) dDelta[t * stride + lane]).as("dΔ").isCloseTo(rightDelta[t], within(2e-4));
            }
            assertThat((double) dd[lane]).as("dD").isCloseTo(rightD, within(5e-5));
        }
        for (int t = 0; t < LENGTH; t++) {
            for (int n = 0; n < STATES; n++) {
                int at = t * STATE_STRIDE + n;
                assertThat((double) db[at]).as("dB").isCloseTo(1 + rightB[t][n], within(2e-4));
                assertThat((double) dc[at]).as("dC").isCloseTo(1 + rightC[t][n], within(2e-4));
            }
        }
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

    /** What is there already, to be added to. */
    private static float[] filled(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
