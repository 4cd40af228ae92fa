package io.github.mambaout.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedianIntervalTest {

    /** Ranks and confidences from the usual tables of the sign test, two-sided 95%. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 0",
        "5, 1, 5, 0.9375",
        "6, 1, 6, 0.9688",
        "9, 2, 8, 0.9609",
        "20, 6, 15, 0.9586",
        "50, 18, 33, 0.9672"
    })
    void boundsAreTheOrderStatisticsOfTheSignTest(int count, int low, int high, double confidence) {
        List<Double> measurements = new ArrayList<>(
                IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList());
        Collections.reverse(measurements);
        MedianInterval interval = MedianInterval.of(measurements);
        assertThat(interval.median()).isEqualTo((count + 1) / 2.0);
        assertThat(interval.low()).isEqualTo(low);
        assertThat(interval.high()).isEqualTo(high);
        assertThat(interval.confidence()).isCloseTo(confidence, within(5e-5));
    }

    @Test
    void inverseTurnsTheBoundsRound() {
        MedianInterval inverse = new MedianInterval(2, 1, 4, 0.96).inverse();
        assertThat(inverse).isEqualTo(new MedianInterval(0.5, 0.25, 1, 0.96));
    }
}
