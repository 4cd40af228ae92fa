package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingOrderTest {
    /** 23 samples make 7 batches of 3: two updates of 3 batches, and one batch too many. */
    @Test
    void leavesOutTheBatchesOfAnEpochThatFillNoUpdate() {
        assertThat(order(23, 3, 3, 5).updatesPerEpoch()).isEqualTo(2);
        List<BatchPlan> plans = take(order(23, 3, 3, 5).from(0), 13);
        for (int i = 0; i < plans.size(); i++) {
            int epoch = i / 6;
            int[] order = EpochOrder.shuffled(23, 5, epoch);
            int start = i % 6 * 3;
            assertThat(plans.get(i).epoch()).as("batch %d", i).isEqualTo(epoch);
            assertThat(plans.get(i).indices()).as("batch %d", i).isEqualTo(Arrays.copyOfRange(order, start, start + 3));
        }
    }

    @Test
    void goesOnAtAnyUpdate() {
        List<BatchPlan> all = take(order(23, 3, 3, 5).from(0), 24);
        for (int update = 0; update < 5; update++) {
            List<BatchPlan> rest = take(order(23, 3, 3, 5).from(update), 9);
            for (int i = 0; i < rest.size(); i++) {
                assertThat(rest.get(i).indices())
                        .as("update %d, batch %d", update, i)
                        .isEqualTo(all.get(3 * update + i).indices());
                assertThat(rest.get(i).epoch())
                        .isEqualTo(all.get(3 * update + i).epoch());
            }
        }
    }

    @Test
    void trainingDropsTheSamplesThatFillNoBatchAndGoesOnWithTheNextEpoch() {
        Iterator<BatchPlan> plans = order(10, 4, 1, 7).from(0);
        int[] first = EpochOrder.shuffled(10, 7, 0);
        int[] second = EpochOrder.shuffled(10, 7, 1);
        assertPlan(plans.next(), 0, Arrays.copyOfRange(first, 0, 4));
        assertPlan(plans.next(), 0, Arrays.copyOfRange(first, 4, 8));
        assertPlan(plans.next(), 1, Arrays.copyOfRange(second, 0, 4));
        assertPlan(order(10, 4, 1, 7).from(3).next(), 1, Arrays.copyOfRange(second, 4, 8));
    }

    /** As timm's sampler: each three times in a row, and of 600 places 512. */
    @Test
    void repeatedSamplesComeInARowWithTheNumberOfTheirRepetition() {
        TrainingOrder repeated = new TrainingOrder("pets", 600, 3, 16, 2, 5);
        assertThat(repeated.updatesPerEpoch()).isEqualTo(16);
        RepeatedOrder epoch = RepeatedOrder.shuffled(600, 3, 5, 1);
        BatchPlan plan = repeated.from(17).next();
        assertThat(plan.epoch()).isEqualTo(1);
        assertThat(plan.indices()).isEqualTo(Arrays.copyOfRange(epoch.indices(), 32, 48));
        assertThat(plan.repetitions()).isEqualTo(Arrays.copyOfRange(epoch.repetitions(), 32, 48));
        assertThat(plan.repetitions()).contains(0, 1, 2);
    }

    @Test
    void refusesASetThatFillsNoUpdate() {
        assertThatThrownBy(() -> order(10, 4, 3, 0))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "pets has 10 pictures, which do not fill one update of 3 batches of 4. Use a smaller batch-size,"
                                + " fewer grad-accum-steps or more pictures.");
        assertThatThrownBy(() -> order(3, 4, 1, 0))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "pets has 3 pictures, which do not fill one batch of 4. Use a smaller batch-size or more pictures.");
        assertThatThrownBy(() -> new TrainingOrder("pets", 9, 0, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TrainingOrder order(int samples, int batchSize, int batchesPerUpdate, long seed) {
        return new TrainingOrder("pets", samples, 1, batchSize, batchesPerUpdate, seed);
    }

    private static void assertPlan(BatchPlan plan, long epoch, int... indices) {
        assertThat(plan.epoch()).isEqualTo(epoch);
        assertThat(plan.indices()).isEqualTo(indices);
    }

    private static List<BatchPlan> take(Iterator<BatchPlan> plans, int count) {
        List<BatchPlan> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(plans.next());
        }
        return taken;
    }
}
