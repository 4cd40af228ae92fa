package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prediction planned as a whole is the prediction of the layers one after the other. */
class FusedForwardTest {

    /** A network by its layers, and the same weights planned. */
    private record Network(
            boolean paperKind,
            Activation activation,
            Stem stem,
            List<Sequential> stages,
            ClassifierHead head,
            Sequential whole) {
        static Network of(int[] dims, boolean paperKind, Activation activation, GlobalPool pool, int classes) {
            Stem stem = new Stem(3, dims[0], paperKind, activation);
            List<Sequential> stages = new ArrayList<>();
            for (int i = 0; i < dims.length; i++) {
                Sequential.Builder stage = Sequential.builder();
                if (i > 0) {
                    stage.add("downsample", new Downsample(dims[i - 1], dims[i], !paperKind));
                }
                for (int block = 0; block < 2; block++) {
                    int hidden = (int) (dims[i] * 8.0 / 3);
                    int convChannels = paperKind ? dims[i] : dims[i] * 5 / 4;
                    stage.add(
                            "blocks." + block,
                            new GatedCnnBlock(new GatedCnnOptions(
                                    dims[i],
                                    hidden,
                                    convChannels,
                                    7,
                                    activation,
                                    paperKind ? 0 : 0.5f,
                                    0,
                                    TokenMixerFactory.GATED_CNN)));
                }
                stages.add(stage.build());
            }
            ClassifierHead head = new ClassifierHead(dims[dims.length - 1], classes, pool, paperKind, 0);
            Sequential.Builder whole = Sequential.builder().add("stem", stem);
            for (int i = 0; i < dims.length; i++) {
                whole.add("stages." + i, stages.get(i));
            }
            Network network = new Network(
                    paperKind,
                    activation,
                    stem,
                    stages,
                    head,
                    whole.add("head", head).build());
            LayerCheck.randomise(network.whole.parameters(), 5);
            return network;
        }

        FusedForward fused() {
            return FusedForward.of(stem, stages, head, whole.parameters()).orElseThrow();
        }

        /** Layer after layer, blocks in their plain form. */
        List<Tensor> composed(Tensor pictures, Execution execution) {
            List<Tensor> maps = new ArrayList<>();
            Tensor map = stem.forward(pictures, execution);
            for (Sequential stage : stages) {
                for (Layer.Part part : stage.parts()) {
                    map = part.layer() instanceof GatedCnnBlock block
                            ? composed(block).forward(map, execution)
                            : part.layer().forward(map, execution);
                }
                maps.add(map);
            }
            maps.add(head.forward(map, execution));
            return maps;
        }

        /** The same in float64. */
        List<ExactMap> exact(Tensor pictures) {
            Parameters parameters = whole.parameters();
            ExactMap map = ExactMap.of(pictures).halved(parameters, "stem.conv1");
            if (paperKind) {
                map = map.norm(parameters, "stem.norm1");
            }
            map = map.activation(activation).halved(parameters, "stem.conv2").norm(parameters, "stem.norm2");
            List<ExactMap> maps = new ArrayList<>();
            for (int stage = 0; stage < stages.size(); stage++) {
                String downsample = "stages." + stage + ".downsample";
                if (stage > 0) {
                    map = paperKind
                            ? map.halved(parameters, downsample + ".conv").norm(parameters, downsample + ".norm")
                            : map.norm(parameters, downsample + ".norm").halved(parameters, downsample + ".conv");
                }
                for (Layer.Part part : stages.get(stage).parts()) {
                    map = part.layer() instanceof GatedCnnBlock block ? map.block(block) : map;
                }
                maps.add(map);
            }
            ExactMap features = map.pooled()
                    .norm(parameters, "head.norm")
                    .linear(parameters, "head.pre_logits.fc")
                    .activation(Activation.GELU);
            if (paperKind) {
                features = features.norm(parameters, "head.pre_logits.norm");
            }
            maps.add(features.linear(parameters, "head.fc"));
            return maps;
        }

        private static Layer composed(GatedCnnBlock block) {
            Layer plain = GatedCnnBlock.composed(block.options());
            plain.parameters()
                    .byName()
                    .forEach((name, parameter) ->
                            parameter.set(block.parameters().get(name).value()));
            return plain;
        }
    }

    /** Joining layers may cost no more than their rounding errors do anyway: twice the largest one of the layers one by one. */
    private static void assertAsExact(String what, float[] fused, float[] composed, ExactMap exact) {
        double own = exact.largestError(composed);
        assertThat(exact.largestError(fused)).as(what).isLessThanOrEqualTo(2 * own);
    }

    /** Sizes that are odd, wide, high, of one pixel; widths that are no multiple of a vector. */
    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of(new int[] {16, 24}, true, Activation.GELU, Shape.of(2, 37, 53, 3)),
                Arguments.of(new int[] {10, 21, 33}, false, Activation.SILU, Shape.of(3, 64, 31, 3)),
                Arguments.of(new int[] {48, 96}, true, Activation.GELU, Shape.of(9, 24, 96, 3)),
                Arguments.of(new int[] {7, 200}, false, Activation.GELU, Shape.of(1, 96, 88, 3)),
                Arguments.of(new int[] {12}, true, Activation.SILU, Shape.of(1, 9, 700, 3)),
                Arguments.of(new int[] {5, 6, 7, 8}, true, Activation.GELU, Shape.of(2, 1, 1, 3)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void equalsLayerAfterLayerOnAnyNumberOfThreads(int[] dims, boolean paperKind, Activation activation, Shape shape) {
        Network network = Network.of(dims, paperKind, activation, GlobalPool.AVG, 11);
        Tensor pictures = LayerCheck.random(shape, 6);
        List<ExactMap> exact = network.exact(pictures);
        for (String provider : List.of("vector", "plain")) {
            Kernels kernels = KernelProviders.named(provider);
            float[] alone = {};
            for (int threads : new int[] {1, 2, 3, 5, 16}) {
                Compute compute = Compute.of(kernels, threads);
                try (Execution execution = Execution.on(compute)) {
                    FusedForward fused = network.fused();
                    float[] logits = fused.logits(pictures, execution).toArray();
                    if (threads == 1) {
                        List<Tensor> composed = network.composed(pictures, execution);
                        List<Tensor> maps = fused.maps(
                                pictures,
                                IntStream.range(0, dims.length).boxed().toList(),
                                execution);
                        for (int stage = 0; stage < dims.length; stage++) {
                            assertAsExact(
                                    provider + ", stage " + stage,
                                    maps.get(stage).toArray(),
                                    composed.get(stage).toArray(),
                                    exact.get(stage));
                        }
                        assertAsExact(
                                provider + ", logits",
                                logits,
                                composed.get(dims.length).toArray(),
                                exact.get(dims.length));
                        assertThat(fused.head(maps.get(dims.length - 1), execution)
                                        .toArray())
                                .isEqualTo(logits);
                        alone = logits;
                    }
                    assertThat(logits).as("%s on %d threads", provider, threads).isEqualTo(alone);
                } finally {
                    compute.workers().close();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 17})
    void aPictureGetsTheSameLogitsInAnyBatch(int pictures) {
        FusedForward fused = Network.of(new int[] {16, 32}, true, Activation.GELU, GlobalPool.AVG, 5)
                .fused();
        Shape one = Shape.of(1, 40, 40, 3);
        try (Execution execution = Execution.on(Compute.shared())) {
            Tensor batch = LayerCheck.random(Shape.of(pictures, 40, 40, 3), 8);
            float[] together = fused.logits(batch, execution).toArray();
            for (int picture = 0; picture < pictures; picture++) {
                Tensor alone = batch.slice(picture * one.elements(), one);
                assertThat(fused.logits(alone, execution).toArray())
                        .isEqualTo(Arrays.copyOfRange(together, 5 * picture, 5 * picture + 5));
            }
        }
    }

    @Test
    void changedWeightsArePackedAnew() {
        Network network = Network.of(new int[] {16}, true, Activation.GELU, GlobalPool.AVG, 3);
        FusedForward fused = network.fused();
        Tensor pictures = LayerCheck.random(Shape.of(1, 16, 16, 3), 9);
        try (Execution execution = Execution.on(Compute.shared())) {
            float[] before = fused.logits(pictures, execution).toArray();
            network.whole
                    .parameters()
                    .byName()
                    .values()
                    .forEach(parameter -> parameter.fill(values ->
                            values.data().put(0, new float[parameter.shape().elements()])));
            assertThat(fused.logits(pictures, execution).toArray()).containsOnly(0);
            assertThat(before).doesNotContain(0);
        }
    }

    @Test
    void callersOnManyThreadsGetTheSameBits() {
        FusedForward fused = Network.of(new int[] {16, 32}, true, Activation.GELU, GlobalPool.AVG, 5)
                .fused();
        Tensor pictures = LayerCheck.random(Shape.of(1, 48, 48, 3), 8);
        float[] expected;
        try (Execution execution = Execution.on(Compute.shared())) {
            expected = fused.logits(pictures, execution).toArray();
        }
        assertThat(IntStream.range(0, 64).parallel().mapToObj(caller -> {
                    try (Execution execution = Execution.on(Compute.shared())) {
                        return fused.logits(pictures, execution).toArray();
                    }
                }))
                .allSatisfy(logits -> assertThat(logits).isEqualTo(expected));
    }

    @Test
    void otherPoolingLeavesTheHeadToItsLayers() {
        Network network = Network.of(new int[] {16}, true, Activation.GELU, GlobalPool.MAX, 3);
        assertThat(network.fused().hasHead()).isFalse();
    }

    @Test
    void otherTokenMixersAreNotPlanned() {
        Stem stem = new Stem(3, 16, true, Activation.GELU);
        Sequential stage = Sequential.builder()
                .add("blocks.0", new GatedCnnBlock(GatedCnnOptions.of(16).withTokenMixer("identity")))
                .build();
        ClassifierHead head = new ClassifierHead(16, 3, GlobalPool.AVG, true, 0);
        assertThat(FusedForward.of(stem, List.of(stage), head, Parameters.of())).isEmpty();
    }

    @Test
    void stagesWithOtherBlocksAreNotPlanned() {
        Stem stem = new Stem(3, 16, true, Activation.GELU);
        Sequential stage = Sequential.builder()
                .add("blocks.0", new GatedCnnBlock(GatedCnnOptions.of(16)))
                .add("blocks.1", new Residual(new Linear(16, 16)))
                .build();
        ClassifierHead head = new ClassifierHead(16, 3, GlobalPool.AVG, true, 0);
        assertThat(FusedForward.of(stem, List.of(stage), head, Parameters.of())).isEmpty();
    }

    /** Kernels of other sizes than the models' take other paths through the depthwise convolution. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 9})
    void blocksWithOtherKernelSizesEqualTheirComposition(int kernelSize) {
        GatedCnnOptions options =
                new GatedCnnOptions(20, 53, 30, kernelSize, Activation.GELU, 0.3f, 0, TokenMixerFactory.GATED_CNN);
        GatedCnnBlock fused = new GatedCnnBlock(options);
        Layer composed = GatedCnnBlock.composed(options);
        LayerCheck.randomise(fused.parameters(), 3);
        LayerCheck.randomise(composed.parameters(), 3);
        try (Execution execution = Execution.on(Compute.shared())) {
            for (Shape shape : List.of(Shape.of(2, 11, 6, 20), Shape.of(1, 30, 31, 20), Shape.of(1, 2, 300, 20))) {
                Tensor input = LayerCheck.random(shape, 4);
                assertAsExact(
                        shape.toString(),
                        fused.forward(input, execution).toArray(),
                        composed.forward(input, execution).toArray(),
                        ExactMap.of(input).block(fused));
            }
        }
    }
}
