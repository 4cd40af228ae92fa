package io.github.mambaout.bench.ablation.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class WidthSearchTest {
    /** Costs that are the squares of the widths, relative to a control of the given cost. */
    private static ToDoubleFunction<List<Integer>> squares(double control) {
        return widths -> widths.stream().mapToDouble(width -> width * width).sum() / control;
    }

    @Test
    void widthsThatAgreeAlreadyAreKept() {
        assertThat(new WidthSearch(squares(31 * 31 + 1), 0.01).find(List.of(31)).widths())
                .containsExactly(31);
    }

    @Test
    void multiplesOfEightComeFirst() {
        TwinWidths found = new WidthSearch(squares(80 * 80 + 160 * 160), 0.01).find(List.of(100, 200));
        assertThat(found.widths()).containsExactly(80, 160);
        assertThat(found.share()).isEqualTo(1);
    }

    @Test
    void finerWidthsAreTakenWhereCoarseOnesMissTheTolerance() {
        assertThat(new WidthSearch(squares(84 * 84), 0.01).find(List.of(100)).widths())
                .containsExactly(84);
        assertThat(new WidthSearch(squares(82 * 82), 0.01).find(List.of(100)).widths())
                .containsExactly(82);
        assertThat(new WidthSearch(squares(83 * 83), 0.01).find(List.of(100)).widths())
                .containsExactly(83);
    }

    /** Both 88 + 152 and 72 + 168 have about the cost of 80 + 160 times a little; the first is nearer in proportion. */
    @Test
    void stagesMayGiveWayToOneAnother() {
        double control = 88 * 88 + 160 * 160;
        TwinWidths found = new WidthSearch(squares(control), 0.001).find(List.of(100, 200));
        assertThat(found.widths()).containsExactly(88, 160);
    }

    @Test
    void whereNothingAgreesTheNearestIsTold() {
        TwinWidths found = new WidthSearch(squares(5.5 * 5.5), 0.01).find(List.of(10));
        assertThat(found.widths()).isIn(List.of(5), List.of(6));
        assertThat(found.error()).isEqualTo(1 - 25 / 30.25);
    }

    @Test
    void timesAreFoundInFewTrials() {
        int[] measured = {0};
        TwinWidths found = new TimedWidthSearch(
                        widths -> {
                            measured[0]++;
                            return squares(3 * (32 * 32 + 64 * 64)).applyAsDouble(widths);
                        },
                        0.05)
                .find(List.of(32, 64));
        assertThat(found.widths()).containsExactly(56, 112);
        assertThat(found.error()).isLessThan(0.05);
        assertThat(measured[0]).isLessThanOrEqualTo(4);
    }
}
