package io.github.mambaout.train.optimizer;

import static io.github.mambaout.train.optimizer.SmallParameters.compute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AveragedWeightsTest {
    @Test
    void averagesWithTheSameShareAtEveryUpdate() {
        SmallParameters small = new SmallParameters();
        double expected = small.parameters.flat().get(5);
        AveragedWeights averaged = new AveragedWeights(small.parameters, new EmaDecay.Constant(0.9), compute(2));
        for (int t = 1; t <= 4; t++) {
            small.parameters.flat().data().put(5, 2f * t);
            averaged.add(t);
            expected = 0.9 * expected + 0.1 * 2 * t;
        }
        assertThat((double) averaged.values().get(5)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void decayWarmsUpAsInTimm() {
        EmaDecay decay = EmaDecay.timm(0.9998, true);
        // ModelEmaV3.get_decay(step): max(0, step - 1) = s; 1 - (1 + s)^(-2/3), at most 0.9998.
        assertThat(decay.at(1)).isZero();
        assertThat(decay.at(2)).isCloseTo(0.37003947505256335, within(1e-15));
        assertThat(decay.at(8)).isCloseTo(0.75, within(1e-15));
        assertThat(decay.at(1000)).isCloseTo(0.99, within(1e-15));
        assertThat(decay.at(1_000_000_000)).isEqualTo(0.9998);
        EmaDecay plain = EmaDecay.timm(0.9998, false);
        assertThat(plain.at(1)).isZero();
        assertThat(plain.at(2)).isEqualTo(0.9998);
    }

    @Test
    void beginsAfterTheUpdatesThatItShouldWaitFor() {
        EmaDecay decay = new EmaDecay.After(10, new EmaDecay.Warmup(0.99, 0.5, 1, 1));
        assertThat(decay.at(10)).isZero();
        assertThat(decay.at(11)).isEqualTo(0.5);
        assertThat(decay.at(19)).isCloseTo(0.9, within(1e-15));
        assertThatThrownBy(() -> new EmaDecay.Constant(1)).hasMessageContaining("averaged weights");
        assertThatThrownBy(() -> new EmaDecay.Warmup(0.9, 0.95, 1, 1)).hasMessageContaining("least decay");
    }

    @Test
    void aDecayOfZeroTakesTheWeightsToTheBit() {
        SmallParameters small = new SmallParameters();
        AveragedWeights averaged = new AveragedWeights(small.parameters, EmaDecay.timm(0.9, true), compute(1));
        small.parameters.get("weight").set(small.otherMatrix());
        averaged.add(1);
        assertThat(averaged.values().toArray())
                .isEqualTo(small.parameters.flat().toArray());
    }

    @Test
    void aWeightThatStaysIsItsOwnAverageToTheBit() {
        SmallParameters small = new SmallParameters();
        float[] weights = small.parameters.flat().toArray();
        AveragedWeights averaged = new AveragedWeights(small.parameters, new EmaDecay.Constant(0.9), compute(1));
        for (int t = 1; t <= 20; t++) {
            averaged.add(t);
        }
        assertThat(averaged.values().toArray()).isEqualTo(weights);
    }

    @Test
    void changesPlacesWithTheWeightsAndBack() {
        SmallParameters small = new SmallParameters();
        AveragedWeights averaged = new AveragedWeights(small.parameters, new EmaDecay.Constant(0.5), compute(2));
        float[] first = small.parameters.flat().toArray();
        small.parameters.get("weight").set(small.otherMatrix());
        float[] second = small.parameters.flat().toArray();
        long version = small.parameters.get("bias").version();
        try (AveragedWeights.Exchange exchange = averaged.exchange()) {
            assertThat(small.parameters.flat().toArray()).isEqualTo(first);
            assertThat(small.parameters.get("bias").version()).isGreaterThan(version);
        }
        assertThat(small.parameters.flat().toArray()).isEqualTo(second);
        assertThat(averaged.values().toArray()).isEqualTo(first);
    }
}
