package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeGroupsTest {
    /** 23 samples make 7 batches of 3: two updates of 3 batches, and one batch too many. */
    @Test
    void leavesOutTheBatchesOfAnEpochThatFillNoUpdate() {
        assertThat(WholeGroups.updatesPerEpoch(23, 3, 3)).isEqualTo(2);
        List<BatchPlan> plans = take(WholeGroups.training(23, 3, 3, 5, 0), 13);
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
        List<BatchPlan> all = take(WholeGroups.training(23, 3, 3, 5, 0), 24);
        for (int update = 0; update < 5; update++) {
            List<BatchPlan> rest = take(WholeGroups.training(23, 3, 3, 5, update), 9);
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
    void oneBatchAnUpdateIsThePlainOrder() {
        Iterator<BatchPlan> plain = BatchPlan.training(10, 4, 7, 0);
        for (BatchPlan plan : take(WholeGroups.training(10, 4, 1, 7, 0), 6)) {
            assertThat(plan.indices()).isEqualTo(plain.next().indices());
        }
    }

    @Test
    void refusesASetThatFillsNoUpdate() {
        assertThatThrownBy(() -> WholeGroups.training(10, 4, 3, 0, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("10 pictures")
                .hasMessageContaining("3 batches of 4");
    }

    private static List<BatchPlan> take(Iterator<BatchPlan> plans, int count) {
        List<BatchPlan> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(plans.next());
        }
        return taken;
    }
}
