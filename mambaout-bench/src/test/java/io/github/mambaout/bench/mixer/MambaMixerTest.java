package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Formulas;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Training;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MambaMixerTest {
    private static final Shape INPUT = Shape.of(2, 37, 24);

    private static MambaMixer reference() {
        MambaMixer mixer = new MambaMixer(24, 16, 2, 4, 3);
        mixer.parameters().byName().forEach((name, parameter) -> {
            float[] values = Formula.parameter("mamba." + name, parameter.shape());
            if (name.equals("A_log") || name.equals("D")) {
                values = Formula.unit("mamba." + name, values.length);
                for (int i = 0; i < values.length; i++) {
                    values[i] = name.equals("D") ? 1 + values[i] * 0.1f : values[i] * 0.5f;
                }
            }
            parameter.set(Tensor.of(parameter.shape(), values));
        });
        return mixer;
    }

    @Test
    void outputAndAllGradientsEqualThoseOfTransformers() {
        MambaMixer mixer = reference();
        Tensor x = Tensor.of(INPUT, Formula.input("mamba.x", INPUT));
        Tensor upstream = Tensor.of(INPUT, Formula.input("grad", INPUT));
        Gradients gradients = Gradients.of(mixer.parameters());
        try (Training training = Training.ofSeed(0, 2)) {
            Pass pass = mixer.pass(x, training);
            References.assertEqual("mamba/y", pass.output().toArray());
            References.assertEqual(
                    "mamba/x.grad", pass.backward(upstream, gradients).toArray());
        }
        mixer.parameters()
                .byName()
                .forEach((name, parameter) -> References.assertEqual(
                        "mamba/" + name + ".grad", gradients.of(parameter).toArray()));
    }

    @Test
    void predictionComputesWhatTrainingComputes() {
        MambaMixer mixer = reference();
        Tensor x = Tensor.of(INPUT, Formula.input("mamba.x", INPUT));
        try (Execution execution = Execution.on(Compute.shared())) {
            References.assertEqual("mamba/y", mixer.forward(x, execution).toArray());
        }
    }

    @Test
    void parametersHaveTheNamesAndShapesOfMamba() {
        Parameters parameters = new MambaMixer(24).parameters();
        assertThat(parameters.byName().keySet())
                .containsExactlyInAnyOrder(
                        "A_log",
                        "D",
                        "conv1d.weight",
                        "conv1d.bias",
                        "in_proj.weight",
                        "in_proj.bias",
                        "x_proj.weight",
                        "dt_proj.weight",
                        "dt_proj.bias",
                        "out_proj.weight",
                        "out_proj.bias");
        assertThat(parameters.get("x_proj.weight").shape()).isEqualTo(Shape.of(2 + 32, 48));
        assertThat(parameters.get("conv1d.weight").shape()).isEqualTo(Shape.of(48, 1, 4));
    }

    @Test
    void bothDirectionsAreTheMeanOfTheirScansGatedAlike() {
        MambaMixer mixer = MambaMixer.ofBothDirections(10, 3, 2, 4, 2);
        LayerCheck.randomise(mixer.parameters(), 11);
        Shape shape = Shape.of(2, 5, 7, 10);
        Tensor input = LayerCheck.random(shape, 12);
        Parameters parameters = mixer.parameters();
        double[] both = MixerFormulas.linear(
                Formulas.doubles(input), parameters.get("in_proj.weight").value());
        double[] x = MixerFormulas.channels(both, 40, 0, 20);
        double[] sum =
                MixerFormulas.sum(direction(x, parameters, "", false), direction(x, parameters, "backward.", true));
        double[] gate = MixerFormulas.silu(MixerFormulas.channels(both, 40, 20, 20));
        double[] mean = Arrays.stream(MixerFormulas.product(sum, gate))
                .map(value -> value / 2)
                .toArray();
        MixerFormulas.assertEqual(
                mixer,
                input,
                MixerFormulas.linear(mean, parameters.get("out_proj.weight").value()));
    }

    private static double[] direction(double[] x, Parameters parameters, String prefix, boolean backwards) {
        double[] convolved = MixerFormulas.causalConvolution(
                x,
                2,
                parameters.get(prefix + "conv1d.weight").value(),
                parameters.get(prefix + "conv1d.bias").value(),
                backwards);
        ScanOrder order = backwards ? new ScanOrder.Rows().reversed() : new ScanOrder.Rows();
        return MixerFormulas.scans(
                MixerFormulas.silu(convolved), 2, 3, List.of(order.over(5, 7)), parameters, prefix, 1);
    }

    @Test
    void bothDirectionsBeginWithTheStepsOfMamba() {
        Parameters parameters = MambaMixer.ofBothDirections(200).parameters();
        parameters.initialise(5);
        for (String prefix : List.of("", "backward.")) {
            Parameter bias = parameters.get(prefix + "dt_proj.bias");
            assertThat(bias.decayed()).isFalse();
            for (float value : bias.value().toArray()) {
                assertThat(Math.log1p(Math.exp(value))).isBetween(0.000999, 0.100001);
            }
            assertThat(parameters.get(prefix + "A_log").decayed()).isFalse();
            assertThat(parameters.get(prefix + "D").decayed()).isFalse();
        }
    }

    @Test
    void multiplyAddsCountAScanAsTheLiteratureDoes() {
        long projections = 37 * (24 * 96 + 48 * 4 + 48 * (2 + 32) + 2 * 48 + 48 * 24);
        assertThat(new MambaMixer(24).multiplyAdds(Shape.of(1, 37, 24))).isEqualTo(projections + 9 * 37 * 48 * 16);
    }

    @Test
    void anotherNumberOfChannelsIsRefusedNamingBoth() {
        assertThatThrownBy(() -> new MambaMixer(24).outputShape(Shape.of(2, 7, 7, 25)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("24")
                .hasMessageContaining("[2, 7, 7, 25]");
    }
}
