package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.layer.Formulas;
import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Ss2dTokenMixerTest {

    private static double[] formula(Parameters parameters, Tensor input, ScanList list) {
        Shape shape = input.shape();
        int channels = shape.channels();
        double[] projected = MixerFormulas.linear(
                Formulas.doubles(input), parameters.get("in_proj.weight").value());
        Tensor noBias = Tensor.zeros(Shape.of(channels));
        double[] convolved = Formulas.convolution(
                projected, shape, parameters.get("conv2d.weight").value(), noBias, 1, channels);
        List<Permutation> orders = list.orders().stream()
                .map(order -> order.over(shape.size(1), shape.size(2)))
                .toList();
        double[] scanned = MixerFormulas.scans(
                MixerFormulas.silu(convolved), shape.size(0), 1, orders, parameters, "ssm.", orders.size());
        double[] normed = Formulas.layerNorm(
                scanned,
                parameters.get("out_norm.weight").value(),
                parameters.get("out_norm.bias").value());
        return MixerFormulas.linear(normed, parameters.get("out_proj.weight").value());
    }

    @ParameterizedTest
    @EnumSource(ScanList.class)
    void isTheNormOfScansOfAnActivatedConvolution(ScanList list) {
        Layer mixer = TokenMixerFactory.named("ss2d:" + list.label()).create(18, 7);
        LayerCheck.randomise(mixer.parameters(), 20 + list.ordinal());
        Tensor input = LayerCheck.random(Shape.of(2, 9, 8, 18), 30);
        MixerFormulas.assertEqual(mixer, input, formula(mixer.parameters(), input, list));
    }

    /** Of the formula in float64: behind the norm, what float32 rounds hides the small gradients of the steps. */
    @ParameterizedTest
    @EnumSource(ScanList.class)
    void gradientsEqualDifferencesOfTheFormula(ScanList list) {
        Layer mixer = TokenMixerFactory.named("ss2d:" + list.label()).create(6, 3);
        Parameters parameters = mixer.parameters();
        LayerCheck.randomise(parameters, 40 + list.ordinal());
        Tensor input = LayerCheck.random(Shape.of(1, 2, 3, 6), 41);
        Tensor upstream = LayerCheck.random(input.shape(), 42);
        Gradients gradients = Gradients.of(parameters);
        float[] inputGradient;
        try (Training training = Training.ofSeed(43, 1)) {
            inputGradient =
                    mixer.pass(input, training).backward(upstream, gradients).toArray();
        }
        assertDifferences("input", input, inputGradient, parameters, input, upstream, list);
        parameters.byName().forEach((name, parameter) -> {
            float[] gradient = gradients.of(parameter).toArray();
            assertDifferences(name, parameter.value(), gradient, parameters, input, upstream, list);
        });
    }

    private static void assertDifferences(
            String name,
            Tensor varied,
            float[] gradient,
            Parameters parameters,
            Tensor input,
            Tensor upstream,
            ScanList list) {
        double largest = References.largest(gradient);
        float step = 1f / 1024;
        for (int i = 0; i < gradient.length; i++) {
            float value = varied.get(i);
            double[] losses = new double[4];
            float[] steps = {step, -step, 2 * step, -2 * step};
            for (int k = 0; k < 4; k++) {
                varied.data().put(i, value + steps[k]);
                double[] output = formula(parameters, input, list);
                for (int j = 0; j < output.length; j++) {
                    losses[k] += output[j] * upstream.get(j);
                }
            }
            varied.data().put(i, value);
            double difference = (8 * (losses[0] - losses[1]) - (losses[2] - losses[3])) / (12 * step);
            assertThat((double) gradient[i])
                    .as("gradient of element %d of %s", i, name)
                    .isCloseTo(difference, within(1e-4 * largest));
        }
    }

    @Test
    void theNameAloneMeansCross() {
        TokenMixerFactory factory = TokenMixerFactory.named("ss2d");
        assertThat(factory.variants())
                .containsExactly("cross", "causal", "unidirectional", "bidirectional", "windows", "snake");
        assertThat(factory.create(32, 7).parameters().byName().keySet())
                .containsExactlyElementsOf(TokenMixerFactory.named("ss2d:cross")
                        .create(32, 7)
                        .parameters()
                        .byName()
                        .keySet());
        assertThat(factory.create(32, 7).parameters().get("ssm.A_log").shape()).isEqualTo(Shape.of(4 * 32, 1));
        assertThatThrownBy(() -> TokenMixerFactory.named("ss2d:crosses")).hasMessageContaining("ss2d:cross");
    }

    @ParameterizedTest
    @EnumSource(value = ScanList.class, names = "CAUSAL", mode = EnumSource.Mode.EXCLUDE)
    void listsDifferInDirectionAlone(ScanList list) {
        Layer cross = TokenMixerFactory.named("ss2d").block(GatedCnnOptions.of(32));
        Layer other = TokenMixerFactory.named("ss2d:" + list.label()).block(GatedCnnOptions.of(32));
        assertThat(other.parameters().byName().keySet())
                .containsExactlyElementsOf(cross.parameters().byName().keySet());
        assertThat(other.parameters().count()).isEqualTo(cross.parameters().count());
        Shape input = Shape.of(1, 14, 14, 32);
        assertThat(other.multiplyAdds(input)).isEqualTo(cross.multiplyAdds(input));
    }

    @Test
    void itsBlockHasTwoNormsAndAnMlpFourTimesAsWide() {
        Layer block = TokenMixerFactory.named("ss2d").block(GatedCnnOptions.of(32));
        Parameters parameters = block.parameters();
        assertThat(parameters.get("mlp.fc1.weight").shape()).isEqualTo(Shape.of(128, 32));
        assertThat(parameters.byName()).containsKeys("norm1.weight", "norm2.weight", "op.out_norm.weight");
        for (String spared : List.of("op.ssm.A_log", "op.ssm.D", "op.ssm.dt_proj.3.bias")) {
            assertThat(parameters.get(spared).decayed()).as(spared).isFalse();
        }
        long scans = 4L * (32 * (2 + 2) + 2 * 32 + 9 * 32);
        long others = 2L * 32 * 32 + 9 * 32 + 2 * 32 * 128;
        assertThat(block.multiplyAdds(Shape.of(1, 5, 4, 32))).isEqualTo(20 * (scans + others));
    }

    @Test
    void itsBlockComputesTheSameOnAnyThreads() {
        LayerCheck.of(TokenMixerFactory.named("ss2d").block(GatedCnnOptions.of(6)), Shape.of(2, 3, 4, 6), 44)
                .sameBitsOnAnyNumberOfThreads()
                .servesManyThreads()
                .parametersAloneReceiveTheSame()
                .predictsWhatItTrains();
    }
}
