package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NonCausalSsdTest {

    /** The mixer by its formula, every pair of tokens by itself. */
    private static double[] formula(
            NonCausalSsd mixer, int heads, int width, int states, TokenOrder order, DoubleMap input) {
        int inner = heads * width;
        Parameters parameters = mixer.parameters();
        DoubleMap all = input.linear(mixer, "in_proj");
        DoubleMap front =
                all.part(inner, inner + 2 * states).convolved(mixer, "conv2d").silu();
        DoubleMap delta = all.with(
                heads,
                (pixel, head) -> Math.log1p(Math.exp(all.at(pixel, 2 * inner + 2 * states + head)
                        + parameters.get("dt_bias").value().get(head))));
        DoubleMap y = front.with(inner, (i, channel) -> {
            int head = channel / width;
            double a = Math.exp(parameters.get("A_log").value().get(head));
            double sum = parameters.get("D").value().get(head) * front.at(i, channel);
            for (int j = 0; j < front.pixels(); j++) {
                double score = 0;
                for (int n = 0; n < states; n++) {
                    score += front.at(j, inner + n) * front.at(i, inner + states + n);
                }
                sum += score * weight(order, a, delta, head, i, j) * front.at(j, channel);
            }
            return sum;
        });
        return y.normalised(mixer, "norm")
                .times(all.part(0, inner))
                .linear(mixer, "out_proj")
                .values();
    }

    private static double weight(TokenOrder order, double a, DoubleMap delta, int head, int i, int j) {
        double decay = 0;
        for (int t = j + 1; t <= i; t++) {
            decay += a * delta.at(t, head);
        }
        for (int t = j - 1; t >= i; t--) {
            decay += a * delta.at(t, head);
        }
        double remembered = delta.at(j, head) * Math.exp(-decay);
        return switch (order) {
            case NON_CAUSAL -> a * delta.at(j, head);
            case CAUSAL -> j <= i ? remembered : 0;
            case BIDIRECTIONAL -> i == j ? 2 * remembered : remembered;
        };
    }

    @ParameterizedTest
    @CsvSource({"5, 2, 3, 4, 4, 5", "9, 1, 18, 16, 9, 10", "3, 3, 2, 7, 1, 1"})
    void everyOrderEqualsItsFormula(int channels, int heads, int width, int states, int rows, int columns) {
        for (TokenOrder order : TokenOrder.values()) {
            NonCausalSsd mixer = new NonCausalSsd(channels, heads, width, states, order);
            LayerCheck.randomise(mixer.parameters(), channels);
            mixer.parameters().get("dt_bias").fill(values -> {
                for (int head = 0; head < heads; head++) {
                    values.data().put(head, -2 - head);
                }
            });
            Tensor x = LayerCheck.random(Shape.of(1, rows, columns, channels), 2);
            try (Execution execution = Execution.on(Compute.shared())) {
                DirectFormula.assertClose(
                        mixer.toString(),
                        mixer.forward(x, execution).toArray(),
                        formula(mixer, heads, width, states, order, DoubleMap.of(x)),
                        1e-4);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TokenOrder.class)
    void everyOrderIsADifferentiableLayer(TokenOrder order) {
        LayerCheck.of(new NonCausalSsd(6, 2, 5, 4, order), Shape.of(2, 3, 4, 6), 3)
                .all();
        LayerCheck.of(new NonCausalSsd(6, 1, 7, 3, order), Shape.of(2, 9, 8, 6), 4)
                .sameBitsOnAnyNumberOfThreads();
    }

    @Test
    void blockHasPositionsBeforeMixerAndMlp() {
        Layer block = TokenMixerFactory.named("nc-ssd").block(GatedCnnOptions.of(6));
        LayerCheck.randomise(block.parameters(), 8);
        block.parameters().get("mixer.dt_bias").fill(values -> values.data().put(0, -2));
        Tensor input = LayerCheck.random(Shape.of(1, 4, 3, 6), 9);
        NonCausalSsd mixer = new NonCausalSsd(6, TokenOrder.NON_CAUSAL);
        mixer.parameters()
                .byName()
                .forEach((name, parameter) ->
                        parameter.set(block.parameters().get("mixer." + name).value()));
        DoubleMap x = DoubleMap.of(input);
        x = x.plus(x.convolved(block, "cpe1"));
        double[] mixed = formula(mixer, 1, 12, 64, TokenOrder.NON_CAUSAL, x.normalised(block, "norm1"));
        x = x.plus(new DoubleMap(4, 3, 6, mixed));
        x = x.plus(x.convolved(block, "cpe2"));
        x = x.plus(x.normalised(block, "norm2").linear(block, "mlp.fc1").gelu().linear(block, "mlp.fc2"));
        try (Execution execution = Execution.on(Compute.shared())) {
            DirectFormula.assertClose(
                    block.toString(), block.forward(input, execution).toArray(), x.values(), 1e-4);
        }
    }

    @Test
    void blocksOfAllVariantsPredictWhatTheyTrain() {
        for (String name : List.of("nc-ssd", "nc-ssd:non-causal", "nc-ssd:causal", "nc-ssd:bidirectional")) {
            GatedCnnOptions options = GatedCnnOptions.of(4).withTokenMixer(name).withLayerScale(0.5f);
            LayerCheck.of(TokenMixerFactory.named(name).block(options), Shape.of(2, 2, 3, 4), 5)
                    .sameBitsOnAnyNumberOfThreads()
                    .predictsWhatItTrains();
        }
    }

    @Test
    void variantsHaveTheSameParameters() {
        TokenMixerFactory factory = TokenMixerFactory.named("nc-ssd");
        assertThat(factory.variants()).containsExactly("non-causal", "causal", "bidirectional");
        assertThat(factory.create(40, 7)).hasToString("NonCausalSsd(40, 1×80, 64 states, non-causal)");
        for (String variant : factory.variants()) {
            TokenMixerFactory named = TokenMixerFactory.named("nc-ssd:" + variant);
            assertThat(named.name()).isEqualTo("nc-ssd:" + variant);
            assertThat(named.create(40, 7).toString()).endsWith(variant + ")");
            assertThat(named.create(40, 7).parameters().count())
                    .isEqualTo(factory.create(40, 7).parameters().count());
        }
    }

    @Test
    void parametersHaveTheNamesAndShapesOfMamba2() {
        Parameters parameters = new NonCausalSsd(96, TokenOrder.CAUSAL).parameters();
        assertThat(parameters.byName().keySet())
                .containsExactlyInAnyOrder(
                        "A_log",
                        "D",
                        "dt_bias",
                        "in_proj.weight",
                        "conv2d.weight",
                        "conv2d.bias",
                        "norm.weight",
                        "norm.bias",
                        "out_proj.weight");
        assertThat(parameters.get("in_proj.weight").shape()).isEqualTo(Shape.of(2 * 192 + 2 * 64 + 3, 96));
        assertThat(parameters.get("A_log").shape()).isEqualTo(Shape.of(3));
    }

    @Test
    void stepsAndRatesBeginInTheirRangesAndAreNotDecayed() {
        Parameters parameters = new NonCausalSsd(8, 1000, 1, 2, TokenOrder.NON_CAUSAL).parameters();
        parameters.initialise(7);
        double[] steps = new double[1000];
        double[] rates = new double[1000];
        for (int head = 0; head < 1000; head++) {
            steps[head] = Math.log1p(Math.exp(parameters.get("dt_bias").value().get(head)));
            rates[head] = Math.exp(parameters.get("A_log").value().get(head));
        }
        for (int head = 0; head < 1000; head++) {
            assertThat(steps[head]).isBetween(0.000999, 0.100001);
            assertThat(rates[head]).isBetween(0.9999, 16.0001);
        }
        assertThat(Arrays.stream(steps).min().orElseThrow()).isLessThan(0.0011);
        assertThat(Arrays.stream(steps).max().orElseThrow()).isGreaterThan(0.09);
        assertThat(Arrays.stream(rates).min().orElseThrow()).isLessThan(1.2);
        assertThat(Arrays.stream(rates).max().orElseThrow()).isGreaterThan(15.8);
        for (String name : List.of("A_log", "D", "dt_bias")) {
            assertThat(parameters.get(name).decayed()).as(name).isFalse();
        }
        assertThat(parameters.get("in_proj.weight").decayed()).isTrue();
    }

    @Test
    void aLaterPixelChangesNoEarlierStateIfCausal() {
        assertThat(changed(TokenOrder.CAUSAL)).isEqualTo(40);
        assertThat(changed(TokenOrder.BIDIRECTIONAL)).isZero();
        assertThat(changed(TokenOrder.NON_CAUSAL)).isZero();
    }

    /** @return the first token whose output changes with x of token 40 of 80 */
    private static int changed(TokenOrder order) {
        StateSpace space = new StateSpace(order, 1, 80, 1, 3, 4);
        Tensor b = LayerCheck.random(Shape.of(80, 3), 1);
        Tensor x = LayerCheck.random(Shape.of(80, 4), 2);
        Tensor decays = Tensor.zeros(Shape.of(80, 1));
        float[] before = outputs(space, b, x, decays);
        x.data().put(40 * 4, x.get(40 * 4) + 1);
        float[] after = outputs(space, b, x, decays);
        for (int i = 0; i < after.length; i++) {
            if (after[i] != before[i]) {
                return i / 4;
            }
        }
        return -1;
    }

    private static float[] outputs(StateSpace space, Tensor b, Tensor x, Tensor decays) {
        try (Execution execution = Execution.on(Compute.shared())) {
            Tensor y = Tensor.zeros(x.shape());
            space.forward(execution, new StateSpace.Inputs(Rows.of(b), Rows.of(b), Rows.of(x), Rows.of(decays)), y);
            return y.toArray();
        }
    }

    @Test
    void bothDirectionsAgreeOnAPalindrome() {
        Tensor b = palindrome(80, 3, 1);
        Tensor x = palindrome(80, 4, 2);
        Tensor decays = palindrome(80, 1, 3);
        for (int i = 0; i < 80; i++) {
            decays.data().put(i, decays.get(i) - 1.6f);
        }
        float[] there = outputs(new StateSpace(TokenOrder.CAUSAL, 1, 80, 1, 3, 4), b, x, decays);
        float[] both = outputs(new StateSpace(TokenOrder.BIDIRECTIONAL, 1, 80, 1, 3, 4), b, x, decays);
        for (int i = 0; i < both.length; i++) {
            int mirrored = (79 - i / 4) * 4 + i % 4;
            assertThat(both[i]).isEqualTo(there[i] + there[mirrored]);
        }
    }

    private static Tensor palindrome(int length, int width, long seed) {
        Tensor map = LayerCheck.random(Shape.of(length, width), seed);
        for (int i = length / 2 * width; i < length * width; i++) {
            map.data().put(i, map.get((length - 1 - i / width) * width + i % width));
        }
        return map;
    }

    @Test
    void productsOfTheStateSpaceAreCounted() {
        Shape input = Shape.of(2, 9, 8, 6);
        long around = 144 * (6 * (20 + 8 + 2) + 9 * 18 + 10 * 6);
        assertThat(new NonCausalSsd(6, 2, 5, 4, TokenOrder.NON_CAUSAL).multiplyAdds(input))
                .isEqualTo(around + 144 * 2 * 2 * 4 * 5);
        long causal = 2 * 2 * ((64 * 64 + 8 * 8) * 9 + 2 * 72 * 4 * 5);
        assertThat(new NonCausalSsd(6, 2, 5, 4, TokenOrder.CAUSAL).multiplyAdds(input))
                .isEqualTo(around + causal);
        assertThat(new NonCausalSsd(6, 2, 5, 4, TokenOrder.BIDIRECTIONAL).multiplyAdds(input))
                .isEqualTo(around + 2 * causal);
    }

    @Test
    void whatItDoesNotTakeIsRefused() {
        assertThatThrownBy(() -> new NonCausalSsd(8, 1, 8, 0, TokenOrder.CAUSAL))
                .hasMessageContaining("1, 8 and 0");
        assertThatThrownBy(() -> new NonCausalSsd(24, TokenOrder.CAUSAL).outputShape(Shape.of(2, 7, 7, 25)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("24")
                .hasMessageContaining("[2, 7, 7, 25]");
        assertThatThrownBy(() -> TokenMixerFactory.named("nc-ssd:casual"))
                .hasMessageContaining("Did you mean nc-ssd:causal, ");
    }
}
