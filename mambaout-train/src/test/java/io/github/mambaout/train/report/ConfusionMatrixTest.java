package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private static ConfusionMatrix small() {
        ConfusionMatrix confusion = new ConfusionMatrix(List.of("cat", "dog", "owl", "eel"));
        int[][] truthAndPredicted = {{0, 0}, {0, 1}, {0, 2}, {0, 2}, {1, 1}, {2, 0}, {2, 0}};
        for (int[] pair : truthAndPredicted) {
            confusion.add(pair[0], pair[1]);
        }
        return confusion;
    }

    @Test
    void countsAddUp() {
        assertThat(small().total()).isEqualTo(7);
        assertThat(small().total(0)).isEqualTo(4);
        assertThat(small().correct()).isEqualTo(2);
        assertThat(small().count(0, 2)).isEqualTo(2);
        assertThat(small().count(3, 0)).isZero();
    }

    @Test
    void mistakesAreOrderedByTheirNumberThenByTheirClasses() {
        assertThat(small().mistakes(9))
                .containsExactly(
                        new ConfusionMatrix.Confusion("cat", "owl", 2, 4),
                        new ConfusionMatrix.Confusion("owl", "cat", 2, 2),
                        new ConfusionMatrix.Confusion("cat", "dog", 1, 4));
        assertThat(small().mistakes(1)).hasSize(1);
    }

    @Test
    void eachClassSaysWhatItWasTakenForMostOften() {
        assertThat(small().ofEachClass())
                .containsExactly(
                        new ConfusionMatrix.ClassAccuracy("cat", 4, 1, "owl (2)"),
                        new ConfusionMatrix.ClassAccuracy("dog", 1, 1, ""),
                        new ConfusionMatrix.ClassAccuracy("owl", 2, 0, "cat (2)"),
                        new ConfusionMatrix.ClassAccuracy("eel", 0, 0, ""));
        assertThat(small().ofEachClass().get(0).share()).isEqualTo(0.25);
        assertThat(small().ofEachClass().get(3).share()).isZero();
    }

    @Test
    void manyClassesTakeNoMemoryOfTheirSquare() {
        List<String> names =
                IntStream.range(0, 100_000).mapToObj(String::valueOf).toList();
        ConfusionMatrix confusion = new ConfusionMatrix(names);
        confusion.add(99_999, 5);
        assertThat(confusion.count(99_999, 5)).isEqualTo(1);
    }
}
