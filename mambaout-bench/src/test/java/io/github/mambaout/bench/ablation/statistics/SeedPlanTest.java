package io.github.mambaout.bench.ablation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Right answers are SciPy's, {@code scipy.stats.nct.sf(critical, seeds - 1, distance / deviation * sqrt(seeds))}. */
class SeedPlanTest {
    @ParameterizedTest
    @CsvSource({
        "2, 0.0530958569909269",
        "3, 0.07893147718643737",
        "5, 0.138452773209201",
        "10, 0.29282856726663364",
        "34, 0.8077766855149762",
        "100, 0.9986097259833276"
    })
    void powerIsThatOfTheNoncentralT(int seeds, double power) {
        assertThat(new SeedPlan(0.02, 0.01, 0.95).power(seeds)).isCloseTo(power, within(1e-6));
    }

    /** A distance of half a deviation, 34 seeds for a power of 0.8: the textbook's figure. */
    @ParameterizedTest
    @CsvSource({"0.02, 0.01, 0.95, 0.8, 34", "0.005, 0.01, 0.95, 0.9, 5", "0.03, 0.01, 0.9, 0.8, 58"})
    void seedsAreTheFewestThatReachThePower(
            double deviation, double distance, double confidence, double power, int seeds) {
        assertThat(new SeedPlan(deviation, distance, confidence).seeds(power)).hasValue(seeds);
    }

    @Test
    void certainDifferencesNeedTwoSeeds() {
        assertThat(new SeedPlan(0, 0.01, 0.95).seeds(0.8)).hasValue(2);
    }

    @Test
    void moreThanAMillionAreNoPlan() {
        assertThat(new SeedPlan(1, 1e-6, 0.95).seeds(0.8)).isEmpty();
    }

    @Test
    void whatNoNumberOfSeedsShowsIsRefused() {
        assertThatThrownBy(() -> new SeedPlan(0.02, 0, 0.95)).hasMessageContaining("No number of seeds");
        assertThatThrownBy(() -> new SeedPlan(0.02, 0.01, 0.95).seeds(1)).hasMessageContaining("between 0 and 1");
    }
}
