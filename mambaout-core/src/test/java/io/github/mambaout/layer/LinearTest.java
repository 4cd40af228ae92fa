package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class LinearTest {

    @Test
    void equalsTheProductOfNd4jArrays() {
        Linear linear = new Linear(19, 37);
        linear.parameters().initialise(3);
        linear.parameters().get("bias").value().data().put(5, 2.5f);
        linear.parameters().changed();
        var x = Nd4j.rand(211, 19);
        var expected = x.mmul(
                        linear.parameters().get("weight").value().toINDArray().transpose())
                .addRowVector(linear.parameters().get("bias").value().toINDArray());
        var actual = linear.forward(x);
        assertThat(actual.shape()).containsExactly(211, 37);
        assertThat(expected.sub(actual).amaxNumber().doubleValue()).isLessThan(1e-5);
    }

    @Test
    void aColumnMajorViewIsReadAsNd4jReadsIt() {
        Linear linear = new Linear(4, 3);
        var x = Nd4j.rand('f', 8, 9).getColumns(2, 3, 4, 5);
        assertThat(linear.forward(x)
                        .sub(linear.forward(x.dup('c')))
                        .amaxNumber()
                        .doubleValue())
                .isCloseTo(0, within(0.0));
    }

    @Test
    void anotherNumberOfChannelsIsRefusedNamingBoth() {
        assertThatThrownBy(() -> new Linear(4, 3).outputShape(Shape.of(2, 5)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[..., 4]")
                .hasMessageContaining("[2, 5]");
    }

    @Test
    void gradientsAreRightAndTheSameOnAnyThreads() {
        LayerCheck.of(new Linear(19, 7), Shape.of(3, 2, 19), 1).all();
        LayerCheck.of(new Linear(5, 37), Shape.of(3, 5), 2).all();
        LayerCheck.of(Linear.withoutBias(19, 7), Shape.of(3, 2, 19), 3).all();
        LayerCheck.of(new Linear(40, 90), Shape.of(3, 500, 40), 4).sameBitsOnAnyNumberOfThreads();
    }
}
