package io.github.mambaout.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void quantilesLieBetweenNeighbours() {
        Spread spread = Spread.of(5, 1, 4, 2);
        assertThat(spread.median()).isEqualTo(3);
        assertThat(spread.q10()).isCloseTo(1.3, within(1e-12));
        assertThat(spread.q90()).isCloseTo(4.7, within(1e-12));
        assertThat(spread.count()).isEqualTo(4);
    }

    @Test
    void oneMeasurementIsAllItsQuantiles() {
        assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7, 1));
    }

    @Test
    void nothingMeasuredIsRefused() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
