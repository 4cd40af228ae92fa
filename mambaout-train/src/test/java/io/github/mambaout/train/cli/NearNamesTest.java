package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNamesTest {
    private static final List<String> NAMES = List.of("mambaout_femto", "mambaout_tiny", "test_mambaout");

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "'', abc, 3", "same, same, 0", "ab, ba, 2"})
    void distanceCountsChangesInsertionsAndOmissions(String a, String b, int expected) {
        assertThat(NearNames.distance(a, b)).isEqualTo(expected);
        assertThat(NearNames.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void slipOfTheKeyFindsTheName() {
        assertThat(NearNames.of("mambaout_tinny", NAMES)).startsWith("mambaout_tiny");
    }

    @Test
    void partOfANameFindsIt() {
        assertThat(NearNames.of("Femto", NAMES)).containsExactly("mambaout_femto");
    }

    @Test
    void somethingElseFindsNothing() {
        assertThat(NearNames.of("resnet50", NAMES)).isEmpty();
    }
}
