package io.github.mambaout.bench.ablation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PairedDifferencesTest {
    /** Extra hours of sleep of ten patients under two drugs (Student 1908, as in R's data set "sleep"). */
    private static final double[] FIRST_DRUG = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};

    private static final double[] SECOND_DRUG = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

    private static SeededValues values(String name, double... values) {
        Map<Long, Double> bySeed = new TreeMap<>();
        for (int seed = 0; seed < values.length; seed++) {
            bySeed.put((long) seed, values[seed]);
        }
        return SeededValues.of(name, bySeed);
    }

    private static PairedDifferences sleep() {
        return PairedDifferences.of(values("second drug", SECOND_DRUG), values("first drug", FIRST_DRUG));
    }

    @Test
    void studentsSleepDataHaveTheIntervalThatRPrints() {
        assertThat(sleep().mean()).isCloseTo(1.58, within(1e-12));
        assertThat(sleep().deviation()).isCloseTo(1.229995, within(1e-6));
        assertThat(sleep().standardError()).isCloseTo(0.3889587, within(1e-7));
        Interval interval = sleep().studentInterval(0.95);
        assertThat(interval.low()).isCloseTo(0.7001142, within(1e-7));
        assertThat(interval.high()).isCloseTo(2.4598858, within(1e-7));
    }

    @Test
    void oneGroupHasAnIntervalOfItsOwn() {
        // R: t.test(extra ~ 1, data = sleep, subset = group == 1), by hand 0.75 ± 2.262157 · 1.789010 / √10.
        Interval interval = values("first drug", FIRST_DRUG).studentInterval(0.95);
        assertThat(interval.low()).isCloseTo(-0.5297804, within(1e-6));
        assertThat(interval.high()).isCloseTo(2.0297804, within(1e-6));
        SeededValues alone = values("alone", 1);
        assertThatThrownBy(() -> alone.studentInterval(0.95)).hasMessageContaining("alone has one run only");
    }

    @Test
    void aPairIsOneSeed() {
        PairedDifferences differences = PairedDifferences.of(
                SeededValues.of("a", Map.of(7L, 0.5, 3L, 0.25)), SeededValues.of("b", Map.of(3L, 0.75, 7L, 0.125)));
        assertThat(differences.values()).containsExactly(Map.entry(3L, -0.5), Map.entry(7L, 0.375));
        assertThat(differences.reversed().values()).containsExactly(Map.entry(3L, 0.5), Map.entry(7L, -0.375));
        assertThat(differences.reversed().first()).isEqualTo("b");
    }

    @Test
    void seedsOfOneGroupAloneAreRefused() {
        SeededValues three = values("gated-cnn", 1, 2, 3);
        SeededValues two = values("ssm", 1, 2);
        assertThatThrownBy(() -> PairedDifferences.of(three, two))
                .hasMessageContaining("gated-cnn has the seeds [0, 1, 2] and ssm has [0, 1]");
    }

    @Test
    void oneSeedHasNoIntervalAndTheMessageSaysWhy() {
        PairedDifferences one = PairedDifferences.of(values("gated-cnn", 0.8), values("ssm", 0.7));
        assertThat(one.mean()).isCloseTo(0.1, within(1e-12));
        assertThatThrownBy(() -> one.studentInterval(0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Whether gated-cnn differs from ssm can't be told from one seed (0): an interval comes from how"
                                + " the differences vary from seed to seed. Give at least two seeds, better five.");
        assertThatThrownBy(() -> one.bootstrapInterval(0.95, 1000, 0)).hasMessageContaining("one seed (0)");
        assertThatThrownBy(() -> MarginTest.superiority(one, 0.95)).hasMessageContaining("one seed (0)");
    }

    /** All 7⁷ samples with replacement, enumerated in NumPy, give the bounds that random ones come close to. */
    @Test
    void bootstrapFollowsTheSkewOfItsSample() {
        PairedDifferences skewed =
                PairedDifferences.of(values("a", 1.0, 1.3, 0.7, 2.9, 0.4, 1.1, 6.2), values("b", new double[7]));
        Interval interval = skewed.bootstrapInterval(0.95, 100_000, 1);
        assertThat(interval.low()).isCloseTo(0.97142857, within(0.02));
        assertThat(interval.high()).isCloseTo(4.2, within(0.04));
        assertThat(skewed.bootstrapInterval(0.95, 100_000, 1)).isEqualTo(interval);
        assertThat(skewed.bootstrapInterval(0.95, 100_000, 2)).isNotEqualTo(interval);
    }

    @Test
    void equalDifferencesLeaveNoDoubt() {
        PairedDifferences equal = PairedDifferences.of(values("a", 0.75, 0.5, 0.25), values("b", 0.5, 0.25, 0));
        assertThat(equal.studentInterval(0.95)).isEqualTo(new Interval(0.25, 0.25, 0.95));
        assertThat(equal.bootstrapInterval(0.95, 1000, 0)).isEqualTo(new Interval(0.25, 0.25, 0.95));
        assertThat(MarginTest.superiority(equal, 0.95).isShown()).isTrue();
        assertThat(MarginTest.superiority(equal, 0.95).pValue()).isZero();
        assertThat(MarginTest.superiority(equal.reversed(), 0.95).pValue()).isEqualTo(1);
    }

    @Test
    void whatIsNoFigureIsRefused() {
        assertThatThrownBy(() -> values("ssm", 0.5, Double.NaN)).hasMessageContaining("ssm, seed 1: NaN is no figure");
        assertThatThrownBy(() -> sleep().studentInterval(95)).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> SeededValues.of("ssm", Map.of())).hasMessageContaining("ssm has no runs");
    }
}
