package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelWarmUpTest {
    @ParameterizedTest
    @ValueSource(strings = {"vector", "plain"})
    void everyExerciseStaysWithinItsMemory(String provider) {
        List<KernelExercise> exercises = KernelExercise.ofForwardPass(KernelProviders.named(provider));
        assertThat(exercises).extracting(KernelExercise::name).doesNotHaveDuplicates();
        for (KernelExercise exercise : exercises) {
            assertThatCode(exercise.work()::run).as(exercise.name()).doesNotThrowAnyException();
            assertThat(exercise.operations()).as(exercise.name()).isPositive();
        }
    }

    @Test
    void productsOfNarrowAndWidePanelsAndLongSumsAreExercised() {
        Kernels kernels = KernelProviders.named("plain");
        assertThat(KernelExercise.ofForwardPass(kernels))
                .extracting(KernelExercise::name)
                .contains("multiplyAdd 2x4", "multiplyAdd " + kernels.panelVectors() + "x100", "addRows");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void warmUpOfTheProcessIsOneAndEnds() {
        KernelWarmUp warmUp = KernelWarmUp.shared();
        assertThat(KernelWarmUp.shared()).isSameAs(warmUp);
        warmUp.await();
        assertThat(warmUp.hasEnded()).isTrue();
    }

    @Test
    void noWarmUpHasEndedFromTheBeginning() {
        assertThat(KernelWarmUp.none().hasEnded()).isTrue();
    }

    @Test
    void interruptEndsTheWaitingAndIsHandedOn() {
        Thread.currentThread().interrupt();
        KernelWarmUp.shared().await();
        assertThat(Thread.interrupted()).isTrue();
    }
}
