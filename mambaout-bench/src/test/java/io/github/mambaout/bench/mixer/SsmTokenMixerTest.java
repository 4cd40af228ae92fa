package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.DepthwiseConv2d;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Formulas;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Silu;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    void theNameAloneMeansOneCausalScan() {
        TokenMixerFactory factory = TokenMixerFactory.named("ssm");
        assertThat(factory.variants())
                .containsExactly("causal", "unidirectional", "bidirectional", "cross", "windows", "snake");
        assertThat(factory.create(24, 7).parameters().byName().keySet())
                .containsExactlyElementsOf(TokenMixerFactory.named("ssm:causal")
                        .create(24, 7)
                        .parameters()
                        .byName()
                        .keySet());
    }

    @ParameterizedTest
    @EnumSource(ScanList.class)
    void variantsAreTheSumsOfTheirScans(ScanList list) {
        Layer mixer = TokenMixerFactory.named("ssm:" + list.label()).create(24, 3);
        Parameters parameters = mixer.parameters();
        LayerCheck.randomise(parameters, 50 + list.ordinal());
        Shape shape = Shape.of(2, 8, 9, 24);
        Tensor input = LayerCheck.random(shape, 60);
        double[] convolved = Formulas.convolution(
                Formulas.doubles(input),
                shape,
                parameters.get("conv.weight").value(),
                parameters.get("conv.bias").value(),
                1,
                24);
        List<Permutation> orders =
                list.orders().stream().map(order -> order.over(8, 9)).toList();
        MixerFormulas.assertEqual(
                mixer,
                input,
                MixerFormulas.scans(MixerFormulas.silu(convolved), 2, 16, orders, parameters, "ssm.", orders.size()));
    }

    @Test
    void rankOfTheStepsIsASixteenthOfTheChannelsRoundedUp() {
        Layer mixer = new SsmTokenMixer().create(40, 7);
        assertThat(mixer.parameters().get("ssm.dt_proj.weight").shape()).isEqualTo(Shape.of(40, 3));
        assertThat(mixer.parameters().get("ssm.A_log").shape()).isEqualTo(Shape.of(40, 16));
    }
}
