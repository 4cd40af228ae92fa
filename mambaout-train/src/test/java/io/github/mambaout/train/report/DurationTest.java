package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTest {
    @ParameterizedTest
    @CsvSource({
        "0.4, 0 s",
        "119.4, 119 s",
        "119.6, 2 min 0 s",
        "725, 12 min 5 s",
        "7199, 119 min 59 s",
        "12000, 3 h 20 min",
        "187200, 2 d 4 h"
    })
    void timesAreSaidInTwoUnits(double seconds, String text) {
        assertThat(Duration.text(seconds)).isEqualTo(text);
    }
}
