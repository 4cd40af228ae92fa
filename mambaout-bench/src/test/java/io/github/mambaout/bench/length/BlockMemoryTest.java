package io.github.mambaout.bench.length;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockMemoryTest {
    private static final int DIM = 16;

    private static BlockMemory memory(String mixer, int side) {
        Compute compute = Compute.of(KernelProviders.selected().kernels(), 1);
        GatedCnnOptions options = GatedCnnOptions.of(DIM).withTokenMixer(mixer);
        return BlockMemory.of(
                () -> TokenMixerFactory.named(mixer).block(options), Shape.of(1, side, side, DIM), compute);
    }

    /** Of the maps alone, none smaller than the output; a plan of gated-cnn is not borrowed but kept. */
    @ParameterizedTest
    @ValueSource(strings = {"gated-cnn", "ssm:cross", "ss2d", "vim", "nc-ssd", "attention", "identity"})
    void memoryGrowsWithTheMapAndHoldsMoreThanItsOutput(String mixer) {
        memory(mixer, 8);
        BlockMemory small = memory(mixer, 64);
        BlockMemory large = memory(mixer, 128);
        long output = Float.BYTES * 128L * 128 * DIM;
        assertThat(large.forwardBytes()).isGreaterThan(2 * output);
        assertThat(large.keptBytes()).isGreaterThan(2 * output);
        assertThat(large.trainingBytes()).isGreaterThan(large.keptBytes());
        long grown = large.trainingBytes() - small.trainingBytes();
        assertThat(grown).isBetween(output, 100 * output);
        assertThat((double) large.trainingBytes() / small.trainingBytes()).isBetween(1.3, 4.5);
    }
}
