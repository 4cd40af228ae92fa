package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatedCnnBlockTest {

    private static GatedCnnOptions options(
            int dim, int hidden, int conv, int kernel, Activation f, float scale, double dropPath, String mixer) {
        return new GatedCnnOptions(dim, hidden, conv, kernel, f, scale, dropPath, mixer);
    }

    static Stream<Arguments> blocks() {
        Activation gelu = Activation.GELU;
        Activation silu = Activation.SILU;
        return Stream.of(
                Arguments.of(options(16, 42, 16, 7, gelu, 0, 0, "gated-cnn"), Shape.of(2, 5, 9, 16)),
                Arguments.of(options(19, 50, 9, 7, silu, 0.5f, 0, "gated-cnn"), Shape.of(3, 7, 3, 19)),
                Arguments.of(options(5, 7, 7, 3, gelu, 0.5f, 0.4, "gated-cnn"), Shape.of(5, 1, 4, 5)),
                Arguments.of(options(33, 88, 41, 5, silu, 0, 0.5, "gated-cnn"), Shape.of(4, 6, 5, 33)),
                Arguments.of(options(12, 32, 12, 7, gelu, 0.5f, 0, "identity"), Shape.of(2, 3, 3, 12)),
                Arguments.of(options(48, 128, 48, 7, gelu, 0, 0, "gated-cnn"), Shape.of(1, 23, 17, 48)));
    }

    /** So many pixels that both products of a gradient are computed in one walk over them. */
    static Stream<Arguments> blocksOfLargeMaps() {
        return Stream.of(
                Arguments.of(options(5, 7, 3, 3, Activation.SILU, 0.5f, 0.4, "gated-cnn"), Shape.of(4, 41, 38, 5)),
                Arguments.of(options(33, 150, 33, 3, Activation.GELU, 0, 0, "gated-cnn"), Shape.of(2, 56, 55, 33)));
    }

    private record Outcome(float[] output, float[] inputGradient, float[] gradients) {}

    private static Outcome pass(Layer block, Shape shape, int threads, long seed) {
        Compute compute = Compute.of(KernelProviders.selected().kernels(), threads);
        try (Training training = Training.ofSeed(compute, seed, shape.size(0))) {
            Gradients gradients = Gradients.of(block.parameters());
            Pass pass = block.pass(LayerCheck.random(shape, seed), training);
            float[] output = pass.output().toArray();
            Tensor inputGradient = pass.backward(LayerCheck.random(shape, seed + 1), gradients);
            return new Outcome(output, inputGradient.toArray(), gradients.flat().toArray());
        } finally {
            compute.workers().close();
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-5f * largest));
        }
    }

    @ParameterizedTest
    @MethodSource({"blocks", "blocksOfLargeMaps"})
    void equalsTheCompositionOfItsLayersThereAndBack(GatedCnnOptions options, Shape shape) {
        Layer joined = new GatedCnnBlock(options);
        Layer composed = GatedCnnBlock.composed(options);
        LayerCheck.randomise(joined.parameters(), 3);
        LayerCheck.randomise(composed.parameters(), 3);
        assertThat(joined.parameters().byName().keySet())
                .containsExactlyElementsOf(composed.parameters().byName().keySet());
        for (int threads = 1; threads <= 5; threads++) {
            Outcome expected = pass(composed, shape, threads, 4);
            Outcome actual = pass(joined, shape, threads, 4);
            assertClose(actual.output, expected.output);
            assertClose(actual.inputGradient, expected.inputGradient);
            assertClose(actual.gradients, expected.gradients);
        }
        assertThat(joined.multiplyAdds(shape)).isEqualTo(composed.multiplyAdds(shape));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void gradientsAreRightAndTheSameOnAnyThreads(GatedCnnOptions options, Shape shape) {
        LayerCheck.of(new GatedCnnBlock(options), shape, 5)
                .gradientsEqualDifferences()
                .sameBitsOnAnyNumberOfThreads()
                .servesManyThreads();
    }

    /** Not to the bit: prediction has the norm's scale and shift in its weights. */
    @ParameterizedTest
    @MethodSource("blocks")
    void predictsWhatItsCompositionPredictsOnAnyNumberOfThreads(GatedCnnOptions options, Shape shape) {
        Layer joined = new GatedCnnBlock(options);
        Layer composed = GatedCnnBlock.composed(options);
        LayerCheck.randomise(joined.parameters(), 3);
        LayerCheck.randomise(composed.parameters(), 3);
        Tensor input = LayerCheck.random(shape, 4);
        for (int threads = 1; threads <= 5; threads++) {
            Compute compute = Compute.of(KernelProviders.selected().kernels(), threads);
            try (Execution execution = Execution.on(compute)) {
                assertClose(
                        joined.forward(input, execution).toArray(),
                        composed.forward(input, execution).toArray());
            } finally {
                compute.workers().close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("blocksOfLargeMaps")
    void largeMapsGiveTheSameBitsOnAnyNumberOfThreads(GatedCnnOptions options, Shape shape) {
        GatedCnnBlock block = new GatedCnnBlock(options);
        LayerCheck.randomise(block.parameters(), 3);
        Outcome alone = pass(block, shape, 1, 4);
        for (int threads : new int[] {2, 3, 16}) {
            Outcome shared = pass(block, shape, threads, 4);
            assertThat(shared.inputGradient).containsExactly(alone.inputGradient);
            assertThat(shared.gradients).containsExactly(alone.gradients);
        }
    }

    @Test
    void hasTheNamesAndShapesOfTimm() {
        GatedCnnBlock block = new GatedCnnBlock(GatedCnnOptions.of(48).withLayerScale(1e-5f));
        assertThat(block.parameters().byName().values().stream().map(Object::toString))
                .containsExactly(
                        "weight[48]",
                        "bias[48]",
                        "weight[256, 48]",
                        "bias[256]",
                        "weight[48, 1, 7, 7]",
                        "bias[48]",
                        "weight[48, 128]",
                        "bias[48]",
                        "gamma[48]");
        assertThat(block.parameters().byName().keySet())
                .containsExactly(
                        "norm.weight",
                        "norm.bias",
                        "fc1.weight",
                        "fc1.bias",
                        "conv.weight",
                        "conv.bias",
                        "fc2.weight",
                        "fc2.bias",
                        "ls.gamma");
        assertThat(block.parameters().get("ls.gamma").value().toArray()).containsOnly(1e-5f);
        assertThat(block.multiplyAdds(Shape.of(2, 14, 14, 48))).isEqualTo(2L * 196 * (48 * 256 + 48 * 49 + 128 * 48));
    }

    @Test
    void aDroppedSampleLeavesNoTraceInTheGradients() {
        GatedCnnOptions options = GatedCnnOptions.of(8).withDropPath(0.5);
        GatedCnnBlock block = new GatedCnnBlock(options);
        LayerCheck.randomise(block.parameters(), 6);
        Shape shape = Shape.of(8, 3, 3, 8);
        Tensor x = LayerCheck.random(shape, 7);
        try (Training training = Training.ofSeed(Compute.shared(), 8, 8)) {
            float[] factors = new DropPath(0.5).factors(training.at("drop_path"));
            assertThat(factors).contains(0f, 2f);
            // Only dropped samples have an upstream gradient.
            Tensor upstream = LayerCheck.random(shape, 9);
            for (int i = 0; i < shape.elements(); i++) {
                upstream.data().put(i, factors[i / 72] == 0 ? upstream.get(i) : 0);
            }
            Gradients gradients = Gradients.of(block.parameters());
            Pass pass = block.pass(x, training);
            float[] output = pass.output().toArray();
            float[] inputGradient = pass.backward(upstream, gradients).toArray();
            assertThat(inputGradient).isEqualTo(upstream.toArray());
            for (float gradient : gradients.flat().toArray()) {
                assertThat(gradient).isEqualTo(0f);
            }
            for (int sample = 0; sample < 8; sample++) {
                if (factors[sample] == 0) {
                    assertThat(Arrays.copyOfRange(output, sample * 72, sample * 72 + 72))
                            .isEqualTo(Arrays.copyOfRange(x.toArray(), sample * 72, sample * 72 + 72));
                }
            }
        }
    }

    @Test
    void optionsThatMakeNoBlockAreRefusedNamingTheValue() {
        GatedCnnOptions good = GatedCnnOptions.of(8);
        assertThat(good).isEqualTo(options(8, 21, 8, 7, Activation.GELU, 0, 0, "gated-cnn"));
        assertThatThrownBy(() -> options(0, 21, 8, 7, Activation.GELU, 0, 0, "identity"))
                .hasMessageContaining("dim must be at least 1, but is 0");
        assertThatThrownBy(() -> options(8, 21, 22, 7, Activation.GELU, 0, 0, "identity"))
                .hasMessageContaining("convChannels must be from 1 to hidden = 21, but is 22");
        assertThatThrownBy(() -> options(8, 21, 8, 6, Activation.GELU, 0, 0, "identity"))
                .hasMessageContaining("kernelSize must be odd");
        assertThatThrownBy(() -> good.withDropPath(1)).hasMessageContaining("dropPath");
        assertThatThrownBy(() -> good.withLayerScale(Float.NaN)).hasMessageContaining("layerScale");
    }
}
