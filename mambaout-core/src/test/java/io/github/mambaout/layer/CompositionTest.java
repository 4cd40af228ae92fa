package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class CompositionTest {

    @Test
    void globalAveragePoolIsTheMeanOverPixels() {
        Tensor x = LayerCheck.random(Shape.of(3, 13, 11, 19), 1);
        double[] expected = new double[3 * 19];
        for (int i = 0; i < x.shape().elements(); i++) {
            expected[i / (143 * 19) * 19 + i % 19] += x.get(i) / 143.0;
        }
        Formulas.assertClose(Formulas.forward(new GlobalAveragePool(), x), expected, 1e-6);
        LayerCheck.of(new GlobalAveragePool(), Shape.of(3, 5, 7, 19), 2).all();
    }

    @Test
    void sequenceNamesItsParametersByPlaceOrByGivenName() {
        Layer plain = Sequential.of(new Linear(4, 3), new Gelu(), Sequential.of(new LayerNorm(3)));
        assertThat(plain.parameters().byName().keySet())
                .containsExactly("0.weight", "0.bias", "2.0.weight", "2.0.bias");
        Layer named = Sequential.builder()
                .add("fc", new Linear(4, 3))
                .add("norm", new LayerNorm(3))
                .build();
        assertThat(named.parameters().byName().keySet())
                .containsExactly("fc.weight", "fc.bias", "norm.weight", "norm.bias");
        assertThatThrownBy(() -> Sequential.builder().add("a", new Gelu()).add("a", new Gelu()))
                .hasMessageContaining("'a'");
    }

    @Test
    void gradientsOfAChainAreRight() {
        Layer chain = Sequential.of(
                new Conv2d(3, 9, 3, 2),
                new Gelu(),
                new Residual(Sequential.of(new LayerNorm(9), new Linear(9, 9), new Silu())),
                new DropPath(0),
                new GlobalAveragePool(),
                new Linear(9, 5));
        LayerCheck.of(chain, Shape.of(2, 7, 9, 3), 3).all();
        LayerCheck.of(new Residual(new Identity()), Shape.of(2, 7), 4).all();
        LayerCheck.of(new Residual(new DropPath(0.5)), Shape.of(6, 7), 4)
                .gradientsEqualDifferences()
                .sameBitsOnAnyNumberOfThreads();
        LayerCheck.of(new OnLastChannels(5, new Linear(5, 5)), Shape.of(2, 3, 9), 5)
                .all();
        LayerCheck.of(new OnLastChannels(9, new Identity()), Shape.of(2, 3, 9), 5)
                .all();
    }

    @Test
    void aLayerThatStandsTwiceInANetworkReceivesBothGradients() {
        Linear shared = new Linear(6, 6);
        LayerNorm norm = new LayerNorm(6);
        Layer network = Sequential.of(shared, norm, new Gelu(), shared, norm, new Residual(shared));
        assertThat(network.parameters().byName().keySet()).containsExactly("0.weight", "0.bias", "1.weight", "1.bias");
        LayerCheck.of(network, Shape.of(3, 6), 6).all();
    }

    @Test
    void passesThroughOneExecutionTakeNoMoreMemoryThanTheFirst() {
        Layer chain = Sequential.of(new Conv2d(3, 16, 3, 2), new Gelu(), new GatedCnnBlock(GatedCnnOptions.of(16)));
        Tensor x = LayerCheck.random(Shape.of(2, 32, 32, 3), 7);
        try (Execution execution = Execution.on(Compute.shared())) {
            execution.memory().release(chain.forward(x, execution));
            long most = execution.memory().mostBytes();
            for (int i = 0; i < 5; i++) {
                execution.memory().release(chain.forward(x, execution));
            }
            assertThat(execution.memory().mostBytes()).isEqualTo(most);
        }
        try (Training training = Training.ofSeed(Compute.shared(), 1, 2)) {
            Gradients gradients = Gradients.of(chain.parameters());
            long most = 0;
            for (int i = 0; i < 5; i++) {
                Pass pass = chain.pass(x, training);
                Tensor upstream = training.execution().borrow(pass.output().shape());
                training.execution().memory().release(pass.backward(upstream, gradients));
                training.execution().memory().release(upstream);
                training.execution().memory().release(pass.output());
                most = i == 0 ? training.execution().memory().mostBytes() : most;
            }
            assertThat(training.execution().memory().mostBytes()).isEqualTo(most);
        }
    }

    @Test
    void aMismatchInsideANetworkNamesThePlace() {
        Layer network = Sequential.builder()
                .add("stem", new Stem(3, 8, true, Activation.GELU))
                .add("fc", new Linear(9, 2))
                .build();
        assertThatThrownBy(() -> network.outputShape(Shape.of(1, 16, 16, 3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("fc › Linear(9 → 2)")
                .hasMessageContaining("[1, 4, 4, 8]");
        assertThatThrownBy(() -> network.forward(Tensor.zeros(Shape.of(1, 16, 16, 4)), Execution.on(Compute.shared())))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("stem › conv1 › Conv2d(3 → 4");
        assertThatThrownBy(() -> new Residual(new Linear(4, 5)).outputShape(Shape.of(2, 4)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2, 4]")
                .hasMessageContaining("[2, 5]");
    }

    @Test
    void aNetworkOfOnesOwnTakesAndGivesArrays() {
        Layer network = Sequential.of(new Conv2d(3, 8, 3, 2), new Gelu(), new GlobalAveragePool(), new Linear(8, 4));
        var pictures = Nd4j.rand(2, 8, 8, 3);
        var logits = network.forward(pictures);
        assertThat(logits.shape()).containsExactly(2, 4);
        try (Training training = Training.ofSeed(1, 2)) {
            Pass pass = network.pass(pictures, training);
            assertThat(pass.outputArray().equalsWithEps(logits, 1e-6)).isTrue();
            Gradients gradients = Gradients.of(network.parameters());
            assertThat(pass.backward(Nd4j.ones(2, 4), gradients).shape()).containsExactly(2, 8, 8, 3);
            assertThat(gradients.of(network.parameters().get("3.bias")).toArray())
                    .containsExactly(2, 2, 2, 2);
        }
    }

    @Test
    void stemHalvesTwiceAndHasTheNamesOfTimm() {
        Stem paper = new Stem(3, 10, true, Activation.GELU);
        assertThat(paper.outputShape(Shape.of(2, 65, 97, 3))).isEqualTo(Shape.of(2, 17, 25, 10));
        assertThat(paper.parameters().byName().keySet())
                .containsExactly(
                        "conv1.weight",
                        "conv1.bias",
                        "norm1.weight",
                        "norm1.bias",
                        "conv2.weight",
                        "conv2.bias",
                        "norm2.weight",
                        "norm2.bias");
        assertThat(paper.parameters().get("conv2.weight").shape()).isEqualTo(Shape.of(10, 5, 3, 3));
        Stem rw = new Stem(3, 10, false, Activation.SILU);
        assertThat(rw.parameters().byName().keySet())
                .doesNotContain("norm1.weight")
                .contains("norm2.weight");
        assertThat(rw.multiplyAdds(Shape.of(1, 8, 8, 3))).isEqualTo(16 * 5 * 27 + 4 * 10 * 45);
        // Norms of few channels are too curved for differences.
        LayerCheck.of(new Stem(3, 38, true, Activation.GELU), Shape.of(2, 9, 7, 3), 8)
                .all();
        LayerCheck.of(new Stem(3, 38, false, Activation.SILU), Shape.of(2, 9, 7, 3), 9)
                .all();
    }

    @Test
    void downsampleHasItsNormBehindOrBeforeTheConvolution() {
        Downsample paper = new Downsample(6, 10, false);
        assertThat(paper.parameters().byName().keySet())
                .containsExactly("conv.weight", "conv.bias", "norm.weight", "norm.bias");
        assertThat(paper.parameters().get("norm.weight").shape()).isEqualTo(Shape.of(10));
        Downsample rw = new Downsample(6, 10, true);
        assertThat(rw.parameters().byName().keySet())
                .containsExactly("norm.weight", "norm.bias", "conv.weight", "conv.bias");
        assertThat(rw.parameters().get("norm.weight").shape()).isEqualTo(Shape.of(6));
        assertThat(rw.outputShape(Shape.of(2, 5, 8, 6))).isEqualTo(Shape.of(2, 3, 4, 10));
        LayerCheck.of(paper, Shape.of(2, 5, 4, 6), 10).all();
        LayerCheck.of(rw, Shape.of(2, 5, 4, 6), 11).all();
    }

    @Test
    void headHasTheNamesOfTimmAndIsPreLogitsThenLogits() {
        ClassifierHead paper = new ClassifierHead(6, 10, GlobalPool.AVG, true, 0);
        assertThat(paper.parameters().byName().keySet())
                .containsExactly(
                        "norm.weight",
                        "norm.bias",
                        "pre_logits.fc.weight",
                        "pre_logits.fc.bias",
                        "pre_logits.norm.weight",
                        "pre_logits.norm.bias",
                        "fc.weight",
                        "fc.bias");
        ClassifierHead rw = new ClassifierHead(6, 10, GlobalPool.AVG, false, 0);
        assertThat(rw.parameters().byName().keySet())
                .containsExactly(
                        "norm.weight",
                        "norm.bias",
                        "pre_logits.fc.weight",
                        "pre_logits.fc.bias",
                        "fc.weight",
                        "fc.bias");
        ClassifierHead headless = new ClassifierHead(6, 0, GlobalPool.AVG, true, 0);
        assertThat(headless.outputShape(Shape.of(3, 2, 5, 6))).isEqualTo(Shape.of(3, 24));
        assertThat(headless.parameters().byName().keySet()).doesNotContain("fc.weight");
        LayerCheck.of(paper, Shape.of(3, 2, 5, 6), 12).all();
        LayerCheck.of(rw, Shape.of(3, 2, 5, 6), 13).all();
        LayerCheck.of(headless, Shape.of(3, 2, 5, 6), 14).all();
        LayerCheck.of(new ClassifierHead(6, 10, GlobalPool.AVG, true, 0.5), Shape.of(3, 2, 5, 6), 15)
                .gradientsEqualDifferences()
                .sameBitsOnAnyNumberOfThreads();
        Tensor map = LayerCheck.random(Shape.of(3, 2, 5, 6), 16);
        try (Execution execution = Execution.on(Compute.shared())) {
            Tensor preLogits = paper.preLogits(map, execution);
            assertThat(preLogits.shape()).isEqualTo(Shape.of(3, 24));
            assertThat(paper.logits(preLogits, execution).toArray())
                    .isEqualTo(paper.forward(map, execution).toArray());
            assertThat(headless.logits(preLogits, execution)).isSameAs(preLogits);
        }
    }

    @Test
    void tokenMixersAreFoundByNameAndAnUnknownOneNamesThoseThereAre() {
        assertThat(TokenMixerFactory.named("gated-cnn").create(8, 5)).hasToString("DepthwiseConv2d(8, 5×5)");
        assertThat(TokenMixerFactory.named("identity").create(8, 5)).isInstanceOf(Identity.class);
        assertThatThrownBy(() -> TokenMixerFactory.named("gated-rnn"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'gated-rnn'")
                .hasMessageContaining("gated-cnn, identity");
        assertThatThrownBy(() -> new GatedCnnBlock(GatedCnnOptions.of(8).withTokenMixer("none")))
                .hasMessageContaining("'none'");
    }

    @Test
    void everyIndexOfAMapStaysWhereItWasBelowAnIdentityMixer() {
        Tensor x = LayerCheck.random(Shape.of(1, 2, 2, 8), 17);
        GatedCnnBlock block = new GatedCnnBlock(GatedCnnOptions.of(8).withTokenMixer("identity"));
        LayerCheck.randomise(block.parameters(), 18);
        float[] before = Formulas.forward(block, x);
        x.data().put(0, 5);
        float[] after = Formulas.forward(block, x);
        assertThat(IntStream.range(0, 32).filter(i -> before[i] != after[i]))
                .isNotEmpty()
                .allMatch(i -> i < 8);
    }
}
