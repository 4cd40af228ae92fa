package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.layer.Randomness;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationSetTest {
    private static final int PICTURES = 20_000;
    private static final Randomness RANDOM = Randomness.ofSeed(11);

    @Test
    void withoutWeightsEveryOperationIsAsLikelyInEveryPlace() {
        OperationSet set = OperationSet.standard();
        for (int place = 0; place < 2; place++) {
            int at = place;
            Sample.of(
                            PICTURES,
                            i -> set.operations()
                                    .indexOf(set.draw(2, RANDOM.at(i)).get(at)))
                    .hasMean(7, Math.sqrt((15 * 15 - 1) / 12.0));
            for (RandAugmentOperation operation : set.operations()) {
                Sample.of(PICTURES, i -> set.draw(2, RANDOM.at(i)).get(at) == operation ? 1 : 0)
                        .hasProbability(1.0 / 15);
            }
        }
        Sample.of(PICTURES, i -> {
                    List<RandAugmentOperation> drawn = set.draw(2, RANDOM.at(i));
                    return drawn.get(0) == drawn.get(1) ? 1 : 0;
                })
                .hasProbability(1.0 / 15);
    }

    @Test
    void weightsDecideTheFirstAndWithoutItTheSecond() {
        OperationSet set = new OperationSet(
                List.of(
                        RandAugmentOperation.INVERT,
                        RandAugmentOperation.ROTATE,
                        RandAugmentOperation.COLOR,
                        RandAugmentOperation.EQUALIZE),
                List.of(1.0, 5.0, 0.0, 2.0));
        probability(set, 0, RandAugmentOperation.INVERT, 1 / 8.0);
        probability(set, 0, RandAugmentOperation.ROTATE, 5 / 8.0);
        probability(set, 0, RandAugmentOperation.EQUALIZE, 2 / 8.0);
        // Invert second: after Rotate 1 of 3, after Equalize 1 of 6.
        probability(set, 1, RandAugmentOperation.INVERT, 5 / 8.0 / 3 + 2 / 8.0 / 6);
        probability(set, 1, RandAugmentOperation.ROTATE, 1 / 8.0 * 5 / 7 + 2 / 8.0 * 5 / 6);
        for (int i = 0; i < 1000; i++) {
            assertThat(set.draw(3, RANDOM.at(i)))
                    .containsExactlyInAnyOrder(
                            RandAugmentOperation.INVERT, RandAugmentOperation.ROTATE, RandAugmentOperation.EQUALIZE);
        }
    }

    private static void probability(OperationSet set, int place, RandAugmentOperation operation, double expected) {
        Sample.of(PICTURES, i -> set.draw(2, RANDOM.at(i)).get(place) == operation ? 1 : 0)
                .hasProbability(expected);
    }

    @Test
    void weightsOfTimmHaveTheirSums() {
        assertThat(OperationSet.weighted().weights().stream()
                        .mapToDouble(w -> w)
                        .sum())
                .isCloseTo(3 + 4 + 2 + 0.75 + 0.35, within(1e-12));
        assertThat(OperationSet.weighted().operations()).hasSize(15).doesNotHaveDuplicates();
        assertThat(OperationSet.weightedThreeAugment().weights().stream()
                        .mapToDouble(w -> w)
                        .sum())
                .isEqualTo(18 + 3 + 4 + 8);
        assertThat(OperationSet.weightedThreeAugment().operations()).hasSize(14).doesNotHaveDuplicates();
        assertThat(OperationSet.formerlyWeighted().operations()).hasSize(13).doesNotHaveDuplicates();
    }

    @Test
    void impossibleSetsAreRefused() {
        assertThatThrownBy(() -> new OperationSet(List.of(), List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new OperationSet(List.of(RandAugmentOperation.INVERT), List.of(1.0, 2.0)))
                .hasMessageContaining("each of its 1");
        assertThatThrownBy(() -> new OperationSet(List.of(RandAugmentOperation.INVERT), List.of(-1.0)))
                .hasMessageContaining("-1.0");
    }
}
