package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import org.junit.jupiter.api.Test;

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

    @Test
    void aScanWithoutStatesIsRefused() {
        assertThatThrownBy(() -> new SelectiveScan(8, 0))
                .hasMessageContaining("at least 1")
                .hasMessageContaining("8, 0");
    }

    private static float[] forward(SelectiveScan scan, Tensor input) {
        try (Execution execution = Execution.on(Compute.shared())) {
            return scan.forward(input, execution).toArray();
        }
    }
}
