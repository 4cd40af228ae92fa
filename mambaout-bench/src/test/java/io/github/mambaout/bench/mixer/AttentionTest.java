package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.layer.Training;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionTest {

    @ParameterizedTest
    @CsvSource({"attention-full, false", "attention-causal, true"})
    void blockEqualsTimms(String name, boolean causal) {
        Layer block = PreNormBlock.withMlp(GatedCnnOptions.of(32), "attn", new Attention(32, 4, 8, causal), 4);
        block.parameters()
                .byName()
                .forEach((parameter, it) ->
                        it.set(Tensor.of(it.shape(), Formula.parameter("block." + parameter, it.shape()))));
        Shape shape = Shape.of(2, 49, 32);
        Tensor x = Tensor.of(shape, Formula.input("block.x", shape));
        Tensor upstream = Tensor.of(shape, Formula.input("block.grad", shape));
        try (Training training = Training.ofSeed(0, 2)) {
            Pass pass = block.pass(x, training);
            References.assertEqual(name + "/y", pass.output().toArray());
            References.assertEqual(
                    name + "/x.grad",
                    pass.backward(upstream, Gradients.of(block.parameters())).toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void attentionIsADifferentiableLayer(boolean causal) {
        LayerCheck.of(new Attention(10, 3, 5, causal), Shape.of(2, 3, 4, 10), 1).all();
        LayerCheck.of(new Attention(7, causal), Shape.of(1, 11, 10, 7), 2).gradientsEqualDifferences();
    }

    @Test
    void blocksAreDifferentiableLayersWithLayerScaleAndDropPath() {
        GatedCnnOptions options = GatedCnnOptions.of(6).withLayerScale(0.5f);
        LayerCheck.of(TokenMixerFactory.named("attention").block(options), Shape.of(2, 3, 4, 6), 3)
                .all();
        LayerCheck.of(
                        TokenMixerFactory.named("causal-attention").block(options.withDropPath(0.4)),
                        Shape.of(5, 2, 3, 6),
                        4)
                .gradientsEqualDifferences()
                .sameBitsOnAnyNumberOfThreads()
                .parametersAloneReceiveTheSame();
    }

    @Test
    void aLaterPixelChangesNoEarlierOutputIfCausalAndAllIfNot() {
        assertThat(changed(true)).isEqualTo(7);
        assertThat(changed(false)).isZero();
    }

    /** @return the first pixel whose output changes with pixel 7 of 12 */
    private static int changed(boolean causal) {
        Attention attention = new Attention(4, 2, 2, causal);
        LayerCheck.randomise(attention.parameters(), 5);
        Tensor x = LayerCheck.random(Shape.of(1, 3, 4, 4), 6);
        try (Execution execution = Execution.on(Compute.shared())) {
            float[] before = attention.forward(x, execution).toArray();
            x.data().put(7 * 4, x.get(7 * 4) + 1);
            float[] after = attention.forward(x, execution).toArray();
            for (int i = 0; i < after.length; i++) {
                if (after[i] != before[i]) {
                    return i / 4;
                }
            }
        }
        return -1;
    }

    @Test
    void modelsHaveTheBlocksOfTheirMixer() {
        MambaOut model = MambaOut.create(
                MambaOutConfig.builder()
                        .depths(List.of(1, 1))
                        .dims(List.of(32, 64))
                        .numClasses(3)
                        .imgSize(32)
                        .tokenMixer("attention")
                        .build(),
                1);
        assertThat(model.parameters().get("stages.1.blocks.0.attn.qkv.weight").shape())
                .isEqualTo(Shape.of(192, 64));
        assertThat(model.parameters().get("stages.0.blocks.0.mlp.fc1.weight").shape())
                .isEqualTo(Shape.of(128, 32));
        assertThat(model.parameters().byName().keySet())
                .noneMatch(name -> name.contains("conv.weight") && name.contains("blocks"));
        try (Execution execution = Execution.on(Compute.shared())) {
            assertThat(model.forward(LayerCheck.random(Shape.of(2, 32, 32, 3), 7), execution)
                            .shape())
                    .isEqualTo(Shape.of(2, 3));
        }
    }

    @Test
    void pairsThatAreSeenAreCounted() {
        Shape input = Shape.of(2, 3, 4, 10);
        long linear = 24 * (10 * 45 + 15 * 10);
        assertThat(new Attention(10, 3, 5, false).multiplyAdds(input)).isEqualTo(linear + 2 * 3 * 144 * 10);
        assertThat(new Attention(10, 3, 5, true).multiplyAdds(input)).isEqualTo(linear + 2 * 3 * 78 * 10);
    }

    @Test
    void memoryGrowsLinearlyWithTheLength() {
        assertThat((double) bytes(4096) / bytes(1024)).isBetween(3.5, 4.5);
    }

    private static long bytes(int length) {
        Attention attention = new Attention(64, false);
        Compute compute = Compute.of(KernelProviders.selected().kernels(), 1).imagined();
        try (Training training = Training.ofSeed(compute, 0, 1)) {
            Tensor x = training.execution().borrow(Shape.of(1, length, 64));
            attention.pass(x, training).backward(x, Gradients.of(attention.parameters()));
            return training.execution().memory().mostBytes();
        }
    }

    @Test
    void headsAreNearlyAsWideAsUsualForAnyNumberOfChannels() {
        assertThat(HeadSizes.of(288, 32)).isEqualTo(new HeadSizes(9, 32));
        assertThat(HeadSizes.of(48, 32)).isEqualTo(new HeadSizes(1, 48));
        assertThat(HeadSizes.of(16, 32)).isEqualTo(new HeadSizes(1, 16));
        assertThat(HeadSizes.of(101, 32)).isEqualTo(new HeadSizes(3, 34));
    }

    @Test
    void whatNoAttentionTakesIsRefused() {
        assertThatThrownBy(() -> new Attention(8, 0, 8, false)).hasMessageContaining("0 of 8");
        assertThatThrownBy(() -> new Attention(512, 1, 257, false)).hasMessageContaining("256");
        assertThatThrownBy(() -> new Attention(24, true).outputShape(Shape.of(2, 7, 7, 25)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("24")
                .hasMessageContaining("[2, 7, 7, 25]");
    }
}
