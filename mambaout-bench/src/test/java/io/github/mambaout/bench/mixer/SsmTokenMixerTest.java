package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.DepthwiseConv2d;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Silu;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SsmTokenMixerTest {

    @Test
    void isFoundByItsName() {
        assertThat(TokenMixerFactory.named("ssm")).isInstanceOf(SsmTokenMixer.class);
    }

    @Test
    void isAScanOfTheActivatedConvolution() {
        Shape shape = Shape.of(2, 5, 4, 24);
        Tensor map = Tensor.of(shape, Formula.input("ssm.map", shape));
        Layer mixer = TokenMixerFactory.named("ssm").create(24, 7);
        DepthwiseConv2d convolution = new DepthwiseConv2d(24, 7);
        SelectiveScan scan = new SelectiveScan(24, 16);
        convolution.parameters().byName().forEach((name, parameter) -> copy(mixer, "conv." + name, parameter));
        scan.parameters().byName().forEach((name, parameter) -> copy(mixer, "ssm." + name, parameter));
        try (Execution execution = Execution.on(Compute.shared())) {
            Tensor activated = new Silu().forward(convolution.forward(map, execution), execution);
            assertThat(mixer.forward(map, execution).toArray())
                    .containsExactly(scan.forward(activated, execution).toArray());
        }
    }

    private static void copy(Layer mixer, String name, Parameter target) {
        target.set(mixer.parameters().get(name).value());
    }

    @Test
    void rankOfTheStepsIsASixteenthOfTheChannelsRoundedUp() {
        Layer mixer = new SsmTokenMixer().create(40, 7);
        assertThat(mixer.parameters().get("ssm.dt_proj.weight").shape()).isEqualTo(Shape.of(40, 3));
        assertThat(mixer.parameters().get("ssm.A_log").shape()).isEqualTo(Shape.of(40, 16));
    }
}
