package io.github.mambaout.bench.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.KernelProviders;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelKernelsTest {
    @ParameterizedTest
    @ValueSource(strings = {"vector", "plain"})
    void everyKernelStaysWithinItsMemoryAndIsTimedUnderANameOfItsOwn(String provider) {
        List<TimedKernel> kernels = ModelKernels.of(KernelProviders.named(provider));
        KernelTimes times = new KernelTimer(kernels).times(Duration.ZERO, 1);
        assertThat(times.nanoseconds().keySet())
                .containsExactlyElementsOf(
                        kernels.stream().map(TimedKernel::name).toList());
        assertThat(times.nanoseconds().values())
                .allSatisfy(time -> assertThat(time).isPositive());
    }
}
