package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
    @Test
    void visitsEverySampleOnceInAnOrderOfItsOwnForEachSeedAndEpoch() {
        int[] order = EpochOrder.shuffled(1000, 0, 0);
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1000).toArray());
        assertThat(EpochOrder.shuffled(1000, 0, 0)).isEqualTo(order);
        assertThat(EpochOrder.shuffled(1000, 0, 1)).isNotEqualTo(order);
        assertThat(EpochOrder.shuffled(1000, 1, 0)).isNotEqualTo(order);
        assertThat(EpochOrder.shuffled(0, 0, 0)).isEmpty();
    }

    @Test
    void everyPlaceIsAsLikelyForEverySample() {
        int[] counts = new int[5 * 5];
        int runs = 20_000;
        for (int seed = 0; seed < runs; seed++) {
            int[] order = EpochOrder.shuffled(5, seed, 3);
            for (int place = 0; place < 5; place++) {
                counts[place * 5 + order[place]]++;
            }
        }
        // 4,000 expected with a deviation of 57.
        assertThat(Arrays.stream(counts).boxed().toList())
                .allSatisfy(count -> assertThat(count).isBetween(3700, 4300));
    }

    @Test
    void evaluationTakesEverySampleOnce() {
        Iterator<BatchPlan> plans = BatchPlan.once(3, 5, 2);
        assertPlan(plans.next(), 3, 0, 1);
        assertPlan(plans.next(), 3, 2, 3);
        assertPlan(plans.next(), 3, 4);
        assertThat(plans.hasNext()).isFalse();
    }

    private static void assertPlan(BatchPlan plan, long epoch, int... indices) {
        assertThat(plan.epoch()).isEqualTo(epoch);
        assertThat(plan.indices()).isEqualTo(indices);
    }
}
