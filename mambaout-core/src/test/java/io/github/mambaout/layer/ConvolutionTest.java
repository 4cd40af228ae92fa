package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTest {

    @ParameterizedTest(name = "{0} to {1} channels, kernel {2}, stride {3}, {4} pictures of {5} by {6}")
    @CsvSource({
        "3, 8, 3, 2, 2, 9, 7",
        "3, 24, 3, 2, 1, 8, 6",
        "5, 19, 3, 2, 2, 1, 1",
        "5, 19, 3, 1, 2, 4, 5",
        "17, 4, 5, 3, 2, 7, 11",
        "2, 3, 1, 2, 3, 5, 4",
        "2, 3, 4, 4, 2, 8, 12",
        "3, 5, 2, 2, 1, 7, 5",
        "2, 33, 7, 1, 1, 3, 4"
    })
    void equalsTheSumOverTapsAndChannels(int in, int out, int kernel, int stride, int n, int h, int w) {
        Conv2d convolution = new Conv2d(in, out, kernel, stride);
        LayerCheck check = LayerCheck.of(convolution, Shape.of(n, h, w, in), 21);
        Tensor x = LayerCheck.random(Shape.of(n, h, w, in), 22);
        double[] expected = Formulas.convolution(
                x,
                convolution.parameters().get("weight").value(),
                convolution.parameters().get("bias").value(),
                stride,
                1);
        Formulas.assertClose(Formulas.forward(convolution, x), expected, 1e-5);
        check.all();
    }

    @Test
    void largeMapsGiveTheSameBitsOnAnyThreads() {
        LayerCheck.of(new Conv2d(19, 35, 3, 2), Shape.of(3, 37, 41, 19), 23).sameBitsOnAnyNumberOfThreads();
        LayerCheck.of(new DepthwiseConv2d(35, 7), Shape.of(3, 37, 41, 35), 24).sameBitsOnAnyNumberOfThreads();
    }

    @Test
    void withoutBiasTheWeightIsTheOnlyParameter() {
        DepthwiseConv2d convolution = DepthwiseConv2d.withoutBias(5, 3);
        assertThat(convolution.parameters().byName().keySet()).containsExactly("weight");
        LayerCheck check = LayerCheck.of(convolution, Shape.of(2, 4, 3, 5), 25);
        Tensor x = LayerCheck.random(Shape.of(2, 4, 3, 5), 26);
        double[] expected = Formulas.convolution(
                x, convolution.parameters().get("weight").value(), Tensor.zeros(Shape.of(5)), 1, 5);
        Formulas.assertClose(Formulas.forward(convolution, x), expected, 1e-5);
        check.all();
    }

    @Test
    void halvesOddSizesRoundingUp() {
        assertThat(new Conv2d(3, 8, 3, 2).outputShape(Shape.of(2, 65, 97, 3))).isEqualTo(Shape.of(2, 33, 49, 8));
        assertThat(new Conv2d(3, 8, 3, 2).multiplyAdds(Shape.of(2, 65, 97, 3))).isEqualTo(2L * 33 * 49 * 8 * 27);
    }

    @Test
    void aMapWithOtherChannelsOrWithoutPixelsIsRefusedNamingBoth() {
        assertThatThrownBy(() -> new Conv2d(3, 8, 3, 2).outputShape(Shape.of(2, 8, 8, 4)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[N, H, W, 3]")
                .hasMessageContaining("[2, 8, 8, 4]");
        assertThatThrownBy(() -> new Conv2d(3, 8, 3, 2).outputShape(Shape.of(2, 0, 8, 3)))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> new DepthwiseConv2d(3, 7).outputShape(Shape.of(2, 8, 4)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2, 8, 4]");
        assertThatThrownBy(() -> new DepthwiseConv2d(3, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("odd");
    }

    @ParameterizedTest(name = "{0} channels, kernel {1}, {2} pictures of {3} by {4}")
    @CsvSource({
        "19, 7, 2, 5, 9",
        "16, 7, 1, 14, 14",
        "3, 3, 3, 1, 1",
        "130, 5, 1, 7, 3",
        "48, 1, 2, 3, 3",
        "300, 7, 1, 2, 2"
    })
    void depthwiseEqualsTheSumOverTaps(int channels, int kernel, int n, int h, int w) {
        DepthwiseConv2d convolution = new DepthwiseConv2d(channels, kernel);
        LayerCheck check = LayerCheck.of(convolution, Shape.of(n, h, w, channels), 25);
        Tensor x = LayerCheck.random(Shape.of(n, h, w, channels), 26);
        double[] expected = Formulas.convolution(
                x,
                convolution.parameters().get("weight").value(),
                convolution.parameters().get("bias").value(),
                1,
                channels);
        Formulas.assertClose(Formulas.forward(convolution, x), expected, 1e-5);
        check.all();
    }

    @ParameterizedTest(name = "{0} channels, {1} pictures of {2} by {3}")
    @CsvSource({"48, 1, 56, 56", "96, 2, 40, 200", "16, 1, 3, 1500"})
    void depthwiseBandsOfLargeMapsMeetWithoutSeams(int channels, int n, int h, int w) {
        DepthwiseConv2d convolution = new DepthwiseConv2d(channels, 7);
        LayerCheck.randomise(convolution.parameters(), 27);
        Tensor x = LayerCheck.random(Shape.of(n, h, w, channels), 28);
        double[] expected = Formulas.convolution(
                x,
                convolution.parameters().get("weight").value(),
                convolution.parameters().get("bias").value(),
                1,
                channels);
        float[] actual = Formulas.forward(convolution, x);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
        }
        assertThat(largest).isLessThan(2e-5);
    }
}
