package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandAugmentSettingsTest {
    @Test
    void recipeOfThePaperIsRead() {
        assertThat(RandAugmentSettings.parse("rand-m9-mstd0.5-inc1"))
                .isEqualTo(new RandAugmentSettings(9, 2, 0.5, 0.5, 10, OperationSet.increasing()));
    }

    @Test
    void defaultsAreTimms() {
        assertThat(RandAugmentSettings.parse("rand"))
                .isEqualTo(new RandAugmentSettings(10, 2, 0.5, 0, 10, OperationSet.standard()));
    }

    @Test
    void everySectionIsReadInAnyOrder() {
        assertThat(RandAugmentSettings.parse("rand-p0.75-inc0-mmax15-tweights-n4-mstd101-m7"))
                .isEqualTo(new RandAugmentSettings(7, 4, 0.75, Double.POSITIVE_INFINITY, 15, OperationSet.weighted()));
        assertThat(RandAugmentSettings.parse("rand-mstd100").deviation()).isEqualTo(100);
        assertThat(RandAugmentSettings.parse("rand-t3a").operations()).isEqualTo(OperationSet.threeAugment());
        assertThat(RandAugmentSettings.parse("rand-t3aw").operations()).isEqualTo(OperationSet.weightedThreeAugment());
        assertThat(RandAugmentSettings.parse("rand-w0").operations()).isEqualTo(OperationSet.formerlyWeighted());
        assertThat(RandAugmentSettings.parse("rand-w0-inc1").operations().operations())
                .contains(RandAugmentOperation.COLOR_INCREASING)
                .doesNotContain(RandAugmentOperation.COLOR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rnd-m9 | does not begin with 'rand'",
                "rand-m9-x3 | 'x3' is no section",
                "rand-m | 'm' is no section",
                "rand-m-9 | 'm' is no section",
                "rand--m9 | '' is no section",
                "rand-m9-m8 | 'm' is given twice",
                "rand-w0-t3a | 't' is given twice",
                "rand-n1.5 | 'n1.5' needs a whole number",
                "rand-tother | 'tother' is no set of operations",
                "rand-w1 | 'w1' is no set of operations",
                "rand-n0 | n must be at least 1",
                "rand-t3a-n0 | n must be at least 1",
                "rand-t3aw-n15 | at most 14",
                "rand-w0-n14 | at most 13",
                "rand-p1.5 | must lie between 0 and 1, not be 1.5",
                "rand-mmax0 | mmax must be above 0"
            })
    void whatIsNoRandAugmentIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> RandAugmentSettings.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusalExplainsTheSyntax() {
        assertThatThrownBy(() -> RandAugmentSettings.parse("rand-m9-magnitude"))
                .hasMessageContaining("'rand-m9-magnitude'")
                .hasMessageContaining("mstd0.5 (deviation of the magnitude")
                .hasMessageContaining("for instance rand-m9-mstd0.5-inc1");
    }
}
