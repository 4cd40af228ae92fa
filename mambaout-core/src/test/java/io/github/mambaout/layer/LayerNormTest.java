package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNormTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 19, 48, 100})
    void normalisesEachRowByTheFormula(int channels) {
        LayerNorm norm = new LayerNorm(channels);
        LayerCheck.randomise(norm.parameters(), channels);
        Tensor x = LayerCheck.random(Shape.of(3, 7, channels), 11);
        double[] expected = Formulas.layerNorm(
                x,
                norm.parameters().get("weight").value(),
                norm.parameters().get("bias").value());
        Formulas.assertClose(Formulas.forward(norm, x), expected, 2e-5);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 16, 19, 48})
    void gradientsAreRightAndTheSameOnAnyThreads(int channels) {
        LayerCheck.of(new LayerNorm(channels), Shape.of(2, 5, 3, channels), 3).all();
    }

    @Test
    void manyRowsGiveTheSameBitsOnAnyThreads() {
        LayerCheck.of(new LayerNorm(24), Shape.of(3, 37, 41, 24), 4).sameBitsOnAnyNumberOfThreads();
    }

    @Test
    void anotherNumberOfChannelsIsRefusedNamingBoth() {
        assertThatThrownBy(() -> new LayerNorm(8).outputShape(Shape.of(2, 9)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[..., 8]")
                .hasMessageContaining("[2, 9]");
    }
}
