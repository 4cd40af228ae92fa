package io.github.mambaout.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The straight loops compute what the kernels they are compared with compute. */
class StraightScanTest {

    @Test
    void straightLoopsGiveWhatTheBenchmarkedScanGives() {
        ScanBenchmark benchmark = new ScanBenchmark();
        benchmark.provider = "plain";
        benchmark.threads = 1;
        benchmark.length = 70;
        benchmark.states = 3;
        benchmark.prepare();
        assertClose(benchmark.forward().toArray(), benchmark.straightForward());
        float[] gradient = benchmark.straightBackward();
        float[] scanned = new float[gradient.length];
        benchmark.backward().inputs().u().read(0, 70, scanned, 0, scanned.length / 70);
        assertClose(scanned, gradient);
        benchmark.close();
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }
}
