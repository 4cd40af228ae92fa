package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationLayersTest {

    @ParameterizedTest
    @EnumSource(Activation.class)
    void everyElementIsMappedByTheFormula(Activation f) {
        Tensor x = Tensor.zeros(Shape.of(4001));
        IntStream.range(0, 4001).forEach(i -> x.data().put(i, (i - 2000) / 200f));
        double[] expected = IntStream.range(0, 4001)
                .mapToDouble(i -> Formulas.activation(f, x.get(i)))
                .toArray();
        Formulas.assertClose(Formulas.forward(Pointwise.of(f), x), expected, 2e-6);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gradientsAreRightAndTheSameOnAnyThreads(Activation f) {
        LayerCheck.of(Pointwise.of(f), Shape.of(2, 3, 5, 7), 5).all();
        LayerCheck.of(Pointwise.of(f), Shape.of(2, 100, 401), 6).sameBitsOnAnyNumberOfThreads();
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gateMultipliesTheActivatedFirstHalfWithTheSecond(Activation f) {
        Tensor x = LayerCheck.random(Shape.of(6, 2 * 19), 7);
        double[] expected = IntStream.range(0, 6 * 19)
                .mapToDouble(
                        i -> Formulas.activation(f, x.get(i / 19 * 38 + i % 19)) * x.get(i / 19 * 38 + 19 + i % 19))
                .toArray();
        Formulas.assertClose(Formulas.forward(new Gate(f), x), expected, 3e-6);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gateGradientsAreRightAndTheSameOnAnyThreads(Activation f) {
        LayerCheck.of(new Gate(f), Shape.of(2, 3, 5, 2 * 19), 8).all();
        LayerCheck.of(new Gate(f), Shape.of(2, 50, 40, 2 * 19), 9).sameBitsOnAnyNumberOfThreads();
    }

    @Test
    void gateRefusesAnOddNumberOfChannels() {
        assertThatThrownBy(() -> new Gate(Activation.GELU).outputShape(Shape.of(2, 7)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("even")
                .hasMessageContaining("[2, 7]");
    }

    @Test
    void layerScaleMultipliesEachChannelWithItsFactor() {
        LayerScale scale = new LayerScale(19, 0.5f);
        LayerCheck.randomise(scale.parameters(), 1);
        Tensor x = LayerCheck.random(Shape.of(5, 19), 10);
        Tensor gamma = scale.parameters().get("gamma").value();
        double[] expected = IntStream.range(0, 5 * 19)
                .mapToDouble(i -> (double) x.get(i) * gamma.get(i % 19))
                .toArray();
        Formulas.assertClose(Formulas.forward(scale, x), expected, 3e-7);
        LayerCheck.of(scale, Shape.of(2, 5, 3, 19), 11).all();
        LayerCheck.of(scale, Shape.of(2, 50, 40, 19), 12).sameBitsOnAnyNumberOfThreads();
    }
}
