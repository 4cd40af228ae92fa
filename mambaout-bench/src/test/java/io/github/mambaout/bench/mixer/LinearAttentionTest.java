package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearAttentionTest {

    /** The mixer by its formula. */
    private static double[] formula(MilaMixer mixer, int heads, DoubleMap x) {
        DoubleMap u = x.linear(mixer, "in_proj").convolved(mixer, "dwc").silu();
        DoubleMap features = u.linear(mixer, "attn.qk").each(value -> value > 0 ? value + 1 : Math.exp(value));
        DoubleMap queries = features.part(0, u.channels()).turned();
        DoubleMap keys = features.part(u.channels(), u.channels()).turned();
        int width = u.channels() / heads;
        DoubleMap attention = u.with(u.channels(), (pixel, channel) -> {
            int first = channel / width * width;
            double sum = 0;
            double total = 1e-6 * u.pixels();
            for (int j = 0; j < u.pixels(); j++) {
                for (int c = first; c < first + width; c++) {
                    sum += queries.at(pixel, c) * keys.at(j, c) * u.at(j, channel);
                    total += features.at(pixel, c) * features.at(j, u.channels() + c);
                }
            }
            return sum / total;
        });
        DoubleMap gated = attention
                .plus(u.convolved(mixer, "attn.lepe"))
                .times(x.linear(mixer, "act_proj").silu());
        return gated.linear(mixer, "out_proj").values();
    }

    @ParameterizedTest
    @CsvSource({"5, 3, 4, 1", "71, 5, 7, 2", "10, 30, 20, 1", "32, 1, 1, 1"})
    void mixerEqualsItsFormula(int channels, int height, int width, int heads) {
        MilaMixer mixer = new MilaMixer(channels);
        LayerCheck.randomise(mixer.parameters(), channels);
        Tensor x = LayerCheck.random(Shape.of(1, height, width, channels), 2);
        try (Execution execution = Execution.on(Compute.shared())) {
            DirectFormula.assertClose(
                    mixer.toString(), mixer.forward(x, execution).toArray(), formula(mixer, heads, DoubleMap.of(x)));
        }
    }

    @Test
    void turnedProductsDependOnHowFarApartPixelsLie() {
        Shape shape = Shape.of(1, 5, 6, 11);
        Tensor x = Tensor.zeros(shape);
        for (int i = 0; i < shape.elements(); i++) {
            x.data().put(i, 1 + i % 11);
        }
        RotaryPositions rotary = new RotaryPositions(5, 6, 11);
        Tensor turned = Tensor.zeros(shape);
        Tensor back = Tensor.zeros(shape);
        try (Execution execution = Execution.on(Compute.shared())) {
            rotary.turn(execution, Rows.of(x), Rows.of(turned));
            rotary.turnBack(execution, Rows.of(turned), Rows.of(back));
        }
        DirectFormula.assertClose(
                "there and back", back.toArray(), DoubleMap.of(x).values());
        DirectFormula.assertClose(
                "there", turned.toArray(), DoubleMap.of(x).turned().values());
        DoubleMap map = DoubleMap.of(turned);
        double product = product(map, 1, 2, 3, 4);
        assertThat(product(map, 2, 3, 4, 5)).isCloseTo(product, within(1e-4 * product));
        assertThat(product(map, 1, 2, 4, 4)).isNotCloseTo(product, within(5e-3 * product));
        assertThat(product(map, 1, 2, 3, 5)).isNotCloseTo(product, within(5e-3 * product));
    }

    private static double product(DoubleMap map, int y, int x, int otherY, int otherX) {
        double sum = 0;
        for (int channel = 0; channel < map.channels(); channel++) {
            sum += map.at(y * map.width() + x, channel) * map.at(otherY * map.width() + otherX, channel);
        }
        return sum;
    }

    @Test
    void blockEqualsItsFormula() {
        Layer block = TokenMixerFactory.named("linear-attention").block(GatedCnnOptions.of(12));
        LayerCheck.randomise(block.parameters(), 8);
        Tensor input = LayerCheck.random(Shape.of(1, 4, 3, 12), 9);
        MilaMixer mixer = new MilaMixer(12);
        mixer.parameters()
                .byName()
                .forEach((name, parameter) ->
                        parameter.set(block.parameters().get("mixer." + name).value()));
        DoubleMap x = DoubleMap.of(input);
        x = x.plus(x.convolved(block, "cpe1"));
        x = x.plus(new DoubleMap(4, 3, 12, formula(mixer, 1, x.normalised(block, "norm1"))));
        x = x.plus(x.convolved(block, "cpe2"));
        x = x.plus(x.normalised(block, "norm2").linear(block, "mlp.fc1").gelu().linear(block, "mlp.fc2"));
        try (Execution execution = Execution.on(Compute.shared())) {
            DirectFormula.assertClose(
                    block.toString(), block.forward(input, execution).toArray(), x.values());
        }
    }

    @Test
    void linearAttentionIsADifferentiableLayer() {
        LinearAttention attention = new LinearAttention(2, 5);
        LayerCheck check = LayerCheck.of(attention, Shape.of(2, 3, 4, 10), 3);
        awayFromTheBend(attention, "qk.bias", 4);
        check.all();
        LayerCheck.of(new LinearAttention(1, 3), Shape.of(1, 30, 20, 3), 4).sameBitsOnAnyNumberOfThreads();
    }

    @Test
    void mixerIsADifferentiableLayer() {
        MilaMixer mixer = new MilaMixer(6);
        LayerCheck check = LayerCheck.of(mixer, Shape.of(1, 2, 2, 6), 5);
        awayFromTheBend(mixer, "attn.qk.bias", -4);
        check.gradientsEqualDifferences();
        LayerCheck.of(mixer, Shape.of(2, 3, 4, 6), 6)
                .sameBitsOnAnyNumberOfThreads()
                .servesManyThreads()
                .parametersAloneReceiveTheSame()
                .predictsWhatItTrains();
    }

    @Test
    void blocksPredictWhatTheyTrain() {
        TokenMixerFactory factory = TokenMixerFactory.named("linear-attention");
        LayerCheck.of(factory.create(6, 7), Shape.of(1, 2, 2, 6), 6).predictsWhatItTrains();
        LayerCheck.of(factory.block(GatedCnnOptions.of(6).withLayerScale(0.5f)), Shape.of(2, 3, 4, 6), 7)
                .sameBitsOnAnyNumberOfThreads()
                .parametersAloneReceiveTheSame()
                .predictsWhatItTrains();
    }

    /** At 0 the slope of elu bends, and differences across it are none of the gradient: every other feature is moved below. */
    private static void awayFromTheBend(Layer layer, String bias, float even) {
        layer.parameters().get(bias).fill(values -> {
            for (int i = 0; i < values.shape().elements(); i++) {
                values.data().put(i, i % 2 == 0 ? even : -4);
            }
        });
    }

    @Test
    void sumsOverKeysAndProductsWithQueriesAreCounted() {
        Shape input = Shape.of(2, 3, 4, 10);
        long attention = 24 * (10 * 20 + 9 * 10 + 2 * 2 * 5 * 6);
        assertThat(new LinearAttention(2, 5).multiplyAdds(input)).isEqualTo(attention);
        long mixer = 12 * (3 * 64 * 64 + 9 * 64) + new LinearAttention(2, 32).multiplyAdds(Shape.of(1, 3, 4, 64));
        assertThat(new MilaMixer(64).multiplyAdds(Shape.of(1, 3, 4, 64))).isEqualTo(mixer);
    }

    @Test
    void whatItDoesNotTakeIsRefused() {
        assertThatThrownBy(() -> new LinearAttention(0, 8)).hasMessageContaining("0 of 8");
        assertThatThrownBy(() -> new LinearAttention(1, 257)).hasMessageContaining("256");
        assertThatThrownBy(() -> new MilaMixer(24).outputShape(Shape.of(2, 7, 7, 25)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("24")
                .hasMessageContaining("[2, 7, 7, 25]");
    }
}
