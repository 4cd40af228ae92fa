package io.github.mambaout.bench.jvms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelSpreadTest {
    private static KernelTimes jvm(String... lines) {
        return KernelTimes.parse(List.of(lines));
    }

    @Test
    void slowestJvmIsSetBesideTheMedianOfAllKernelByKernel() {
        List<KernelSpread> kernels = KernelSpread.of(List.of(
                jvm("gate\t10.0", "adamW\t5.0"), jvm("gate\t40.0", "adamW\t6.0"), jvm("gate\t20.0", "adamW\t4.0")));
        assertThat(kernels).extracting(KernelSpread::kernel).containsExactly("gate", "adamW");
        assertThat(kernels).extracting(KernelSpread::median).containsExactly(20.0, 5.0);
        assertThat(kernels).extracting(KernelSpread::slowest).containsExactly(40.0, 6.0);
        assertThat(kernels).extracting(KernelSpread::ratio).containsExactly(2.0, 1.2);
        assertThat(kernels.get(0).nanoseconds()).containsExactly(10.0, 40.0, 20.0);
    }

    @Test
    void whatAJvmPrintsIsReadAgain() {
        KernelTimes times = jvm("multiplyAdd 64x6\t17000.5", "gate\t0.125");
        assertThat(KernelTimes.parse(times.lines())).isEqualTo(times);
    }

    @Test
    void jvmThatPrintsSomethingElseIsToldWithItsLine() {
        Stream.of("gate", "gate\tfast", "gate\t1\t2")
                .forEach(line -> assertThatThrownBy(() -> jvm(line))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("'" + line + "'"));
    }

    @Test
    void jvmsWithDifferentKernelsAreNotCompared() {
        assertThatThrownBy(() -> KernelSpread.of(List.of(jvm("gate\t1"), jvm("adamW\t1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("adamW")
                .hasMessageContaining("gate");
    }
}
