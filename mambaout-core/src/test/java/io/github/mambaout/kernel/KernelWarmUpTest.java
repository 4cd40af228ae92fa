package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
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
        Kernels kernels = KernelProviders.named(provider);
        List<KernelExercise> exercises = new ArrayList<>(KernelExercise.ofForwardPass(kernels));
        exercises.addAll(KernelExercise.ofTrainingStep(kernels));
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
        assertThat(KernelExercise.ofTrainingStep(kernels))
                .extracting(KernelExercise::name)
                .contains("multiplyAddTransposed 4x1", "multiplyAddTransposed 4x" + kernels.panelVectors());
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
