package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Formulas;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SelectiveScanTest {

    @Test
    void stepsBeginBetweenAThousandthAndATenth() {
        SelectiveScan scan = new SelectiveScan(1000, 16);
        scan.parameters().initialise(7);
        double least = Double.MAX_VALUE;
        double most = 0;
        for (float bias : scan.parameters().get("dt_proj.bias").value().toArray()) {
            double step = Math.log1p(Math.exp(bias));
            least = Math.min(least, step);
            most = Math.max(most, step);
        }
        assertThat(least).isBetween(0.000999, 0.0011);
        assertThat(most).isBetween(0.09, 0.100001);
    }

    @Test
    void statesBeginToDecayAtTheRatesOneToN() {
        SelectiveScan scan = new SelectiveScan(3, 4);
        float[] logs = scan.parameters().get("A_log").value().toArray();
        for (int i = 0; i < logs.length; i++) {
            assertThat(Math.exp(logs[i])).isCloseTo(1 + i % 4, within(1e-5));
        }
        assertThat(scan.parameters().get("D").value().toArray()).containsOnly(1);
    }

    @Test
    void weightDecaySparesRatesSkipAndStepBias() {
        Parameters parameters = new SelectiveScan(32, 16).parameters();
        assertThat(parameters.get("A_log").decayed()).isFalse();
        assertThat(parameters.get("D").decayed()).isFalse();
        assertThat(parameters.get("dt_proj.bias").decayed()).isFalse();
        assertThat(parameters.get("x_proj.weight").decayed()).isTrue();
        assertThat(parameters.get("dt_proj.weight").decayed()).isTrue();
    }

    @Test
    void aLaterPixelChangesNoEarlierOutput() {
        SelectiveScan scan = new SelectiveScan(5, 3);
        Shape shape = Shape.of(1, 3, 4, 5);
        float[] values = Formula.input("causal", shape);
        float[] before = forward(scan, Tensor.of(shape, values));
        values[7 * 5] += 1;
        float[] after = forward(scan, Tensor.of(shape, values));
        for (int i = 0; i < 7 * 5; i++) {
            assertThat(after[i]).isEqualTo(before[i]);
        }
        assertThat(after[7 * 5]).isNotEqualTo(before[7 * 5]);
        assertThat(after[11 * 5 + 1]).isNotEqualTo(before[11 * 5 + 1]);
    }

    private static Stream<Arguments> listsOwnAndShared() {
        return Arrays.stream(ScanList.values())
                .flatMap(list -> Stream.of(Arguments.of(list, true), Arguments.of(list, false)));
    }

    @ParameterizedTest
    @MethodSource("listsOwnAndShared")
    void scansOfAnyOrdersAreTheSumOfTheirRecurrences(ScanList list, boolean own) {
        Random random = new Random(list.ordinal());
        int height = 1 + random.nextInt(10);
        int width = 1 + random.nextInt(10);
        int channels = 1 + random.nextInt(70);
        int states = 1 + random.nextInt(5);
        SelectiveScan scan = own
                ? SelectiveScan.each(channels, states, 2, list.orders())
                : SelectiveScan.shared(channels, states, 2, list.orders());
        LayerCheck.randomise(scan.parameters(), list.ordinal());
        Tensor u = LayerCheck.random(Shape.of(2, height, width, channels), list.ordinal() + 100);
        List<Permutation> orders =
                list.orders().stream().map(order -> order.over(height, width)).toList();
        int sets = own ? orders.size() : 1;
        MixerFormulas.assertEqual(
                scan, u, MixerFormulas.scans(Formulas.doubles(u), 2, states, orders, scan.parameters(), "", sets));
    }

    @Test
    void onAPalindromeOneDirectionIsTheOtherOneReversed() {
        SelectiveScan forwards = new SelectiveScan(5, 3, 2);
        SelectiveScan backwards = SelectiveScan.each(5, 3, 2, List.of(new ScanOrder.Rows().reversed()));
        LayerCheck.randomise(forwards.parameters(), 1);
        LayerCheck.randomise(backwards.parameters(), 1);
        Tensor palindrome = LayerCheck.random(Shape.of(1, 4, 20, 5), 2);
        for (int row = 0; row < 40; row++) {
            palindrome.slice((79 - row) * 5, Shape.of(5)).copyFrom(palindrome.slice(row * 5, Shape.of(5)));
        }
        float[] there = forward(forwards, palindrome);
        float[] back = forward(backwards, palindrome);
        for (int row = 0; row < 80; row++) {
            for (int channel = 0; channel < 5; channel++) {
                assertThat(back[(79 - row) * 5 + channel]).isEqualTo(there[row * 5 + channel]);
            }
        }
        assertThat(back).isNotEqualTo(there);
    }

    @Test
    void eachOrderOfItsOwnParametersBeginsAsOneAloneDoes() {
        SelectiveScan scan = SelectiveScan.each(400, 2, 25, ScanList.CROSS.orders());
        scan.parameters().initialise(8);
        for (int order = 0; order < 4; order++) {
            double least = Double.MAX_VALUE;
            double most = 0;
            Parameter bias = scan.parameters().get("dt_proj." + order + ".bias");
            for (float value : bias.value().toArray()) {
                least = Math.min(least, Math.log1p(Math.exp(value)));
                most = Math.max(most, Math.log1p(Math.exp(value)));
            }
            assertThat(bias.decayed()).isFalse();
            assertThat(least).isBetween(0.000999, 0.0012);
            assertThat(most).isBetween(0.09, 0.100001);
        }
        float[] logs = scan.parameters().get("A_log").value().toArray();
        assertThat(logs).hasSize(4 * 400 * 2).containsOnly(0, (float) Math.log(2));
    }

    @Test
    void multiplyAddsCountEachScanAndEachSetOfParameters() {
        Shape input = Shape.of(3, 4, 5, 32);
        long projections = 60L * 32 * (2 + 2 * 6 + 2);
        long scan = 9L * 60 * 32 * 6;
        assertThat(new SelectiveScan(32, 6).multiplyAdds(input)).isEqualTo(projections + scan);
        assertThat(SelectiveScan.each(32, 6, 2, ScanList.CROSS.orders()).multiplyAdds(input))
                .isEqualTo(4 * (projections + scan));
        assertThat(SelectiveScan.shared(32, 6, 2, ScanList.CROSS.orders()).multiplyAdds(input))
                .isEqualTo(projections + 4 * scan);
    }

    @Test
    void mapsOfDifferentSizesMayAlternate() {
        SelectiveScan scan = SelectiveScan.each(5, 2, 1, ScanList.SNAKE.orders());
        Tensor wide = LayerCheck.random(Shape.of(1, 2, 6, 5), 3);
        Tensor high = LayerCheck.random(Shape.of(1, 6, 2, 5), 3);
        float[] before = forward(scan, wide);
        assertThat(forward(scan, high)).isNotEqualTo(before);
        assertThat(forward(scan, wide)).isEqualTo(before);
    }

    @Test
    void aScanWithoutStatesIsRefused() {
        assertThatThrownBy(() -> new SelectiveScan(8, 0))
                .hasMessageContaining("at least 1")
                .hasMessageContaining("8, 0");
        assertThatThrownBy(() -> SelectiveScan.each(8, 1, 1, List.of())).hasMessageContaining("at least 1 order");
    }

    private static float[] forward(SelectiveScan scan, Tensor input) {
        try (Execution execution = Execution.on(Compute.shared())) {
            return scan.forward(input, execution).toArray();
        }
    }
}
