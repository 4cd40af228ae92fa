package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.bench.mixer.ScanOrder.Columns;
import io.github.mambaout.bench.mixer.ScanOrder.Rows;
import io.github.mambaout.bench.mixer.ScanOrder.SnakeColumns;
import io.github.mambaout.bench.mixer.ScanOrder.SnakeRows;
import io.github.mambaout.bench.mixer.ScanOrder.Windows;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScanOrderTest {

    private static Stream<ScanOrder> orders() {
        return Arrays.stream(ScanList.values())
                .flatMap(list -> list.orders().stream())
                .distinct();
    }

    @Test
    void rowsAreAsTheyLieInMemory() {
        assertThat(new Rows().over(2, 3)).isEqualTo(Permutation.of(0, 1, 2, 3, 4, 5));
        assertThat(new Rows().reversed().over(2, 3)).isEqualTo(Permutation.of(5, 4, 3, 2, 1, 0));
    }

    @Test
    void columnsGoFromTopToBottom() {
        assertThat(new Columns().over(2, 3)).isEqualTo(Permutation.of(0, 3, 1, 4, 2, 5));
        assertThat(new Columns().reversed().over(2, 3)).isEqualTo(Permutation.of(5, 2, 4, 1, 3, 0));
    }

    @Test
    void windowsAreSmallerAtTheEdges() {
        assertThat(new Windows(2).over(3, 3)).isEqualTo(Permutation.of(0, 1, 3, 4, 2, 5, 6, 7, 8));
    }

    @Test
    void aWindowOfTheWholeMapIsRowByRow() {
        assertThat(new Windows(7).over(5, 6)).isEqualTo(new Rows().over(5, 6));
    }

    @Test
    void snakesTurnAtTheEndOfEachLine() {
        assertThat(new SnakeRows().over(3, 3)).isEqualTo(Permutation.of(0, 1, 2, 5, 4, 3, 6, 7, 8));
        assertThat(new SnakeColumns().over(3, 2)).isEqualTo(Permutation.of(0, 2, 4, 5, 3, 1));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void theWayThereAndBackIsNone(ScanOrder order) {
        for (int height = 0; height < 10; height++) {
            for (int width = 0; width < 10; width++) {
                Permutation way = order.over(height, width);
                Permutation back = way.inverse();
                assertThat(way.size()).isEqualTo(height * width);
                for (int step = 0; step < way.size(); step++) {
                    assertThat(back.at(way.at(step))).isEqualTo(step);
                }
                assertThat(back.inverse()).isEqualTo(way);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("orders")
    void reversingTwiceChangesNothing(ScanOrder order) {
        assertThat(order.reversed().reversed()).isEqualTo(order);
        assertThat(order.reversed().over(4, 5)).isEqualTo(order.over(4, 5).reversed());
    }

    private static Stream<ScanOrder> snakes() {
        return ScanList.SNAKE.orders().stream();
    }

    @ParameterizedTest
    @MethodSource("snakes")
    void aSnakeGoesFromEachPixelToOneBesideIt(ScanOrder order) {
        Permutation way = order.over(5, 4);
        for (int step = 1; step < way.size(); step++) {
            int rows = Math.abs(way.at(step) / 4 - way.at(step - 1) / 4);
            int columns = Math.abs(way.at(step) % 4 - way.at(step - 1) % 4);
            assertThat(rows + columns).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(ScanList.class)
    void listsAreFoundByTheirNames(ScanList list) {
        assertThat(ScanList.named(list.label())).isEqualTo(list);
        assertThat(list.orders()).hasSize(list == ScanList.CAUSAL ? 1 : 4);
    }

    @Test
    void unknownListsAreRefusedNamingThoseThereAre() {
        assertThatThrownBy(() -> ScanList.named("diagonal"))
                .hasMessageContaining("'diagonal'")
                .hasMessageContaining("causal, unidirectional, bidirectional, cross, windows, snake");
    }

    @Test
    void placesThatAreMissingOrTwiceAreRefused() {
        assertThatThrownBy(() -> Permutation.of(0, 2, 2)).hasMessageContaining("has 2");
        assertThatThrownBy(() -> Permutation.of(0, 3, 1)).hasMessageContaining("has 3");
        assertThatThrownBy(() -> new Windows(0)).hasMessageContaining("at least 1");
    }
}
