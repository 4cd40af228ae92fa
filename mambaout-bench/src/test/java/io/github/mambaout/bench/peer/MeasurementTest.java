package io.github.mambaout.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Workers;
import io.github.mambaout.layer.Gelu;
import io.github.mambaout.layer.GlobalAveragePool;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.tensor.Shape;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final Layer NETWORK =
            Sequential.of(new Linear(3, 8), new Gelu(), new GlobalAveragePool(), new Linear(8, 5));
    private static final Batch BATCH = Batch.of(NETWORK, Shape.of(2, 4, 4, 3));

    @Test
    void sharesFollowFromTimeAndPeak() {
        Measurement measurement =
                new Measurement(new Spread(20, 19, 25, 50), new Spread(180, 150, 200, 51), 1_000_000_000, 4);
        assertThat(measurement.gigaflops()).isCloseTo(100, within(1e-9));
        assertThat(measurement.share()).isCloseTo(0.5, within(1e-12));
        assertThat(measurement.picturesPerSecond()).isCloseTo(200, within(1e-9));
    }

    @Test
    void aTrainingStepCountsThreeTimesTheForwardPass() {
        Compute compute = Compute.of(KernelProviders.selected().kernels(), 1);
        long forward = 2 * (16 * 3 * 8 + 8 * 5);
        assertThat(new ForwardPass(NETWORK, BATCH, compute).multiplyAdds()).isEqualTo(forward);
        assertThat(new TrainingStep(NETWORK, BATCH, compute).multiplyAdds()).isEqualTo(3 * forward);
    }

    @Test
    void workloadsAreTimedAtLeastThriceBetweenRoundsOfThePeak() {
        try (Workers workers = new Workers(2)) {
            Compute compute = Compute.of(KernelProviders.selected().kernels(), 2);
            MultiplyAddPeak peak = new MultiplyAddPeak(workers);
            Measurement measurement = Measurement.of(
                    new TrainingStep(NETWORK, BATCH, compute), peak, Duration.ofMillis(1), Duration.ofMillis(1));
            assertThat(measurement.milliseconds().count()).isGreaterThanOrEqualTo(3);
            assertThat(measurement.peak().count()).isGreaterThanOrEqualTo(2);
            assertThat(measurement.peakGigaflops()).isPositive();
            compute.workers().close();
        }
    }

    @Test
    void bothLoopsOfThePeakStayWithFiniteNumbers() {
        for (MultiplyAddLoop loop : new MultiplyAddLoop[] {new VectorMultiplyAddLoop(), new PlainMultiplyAddLoop()}) {
            assertThat(loop.run(100)).as(loop.label()).isFinite().isPositive();
            assertThat(loop.multiplyAddsOfATurn()).isPositive();
        }
    }
}
