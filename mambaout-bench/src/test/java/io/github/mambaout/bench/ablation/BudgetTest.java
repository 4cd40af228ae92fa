package io.github.mambaout.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final long UPDATES_PER_EPOCH = 468;

    @ParameterizedTest
    @CsvSource({"3epochs, 1404", "1 epoch, 468", "0.5epochs, 234", "0.001epochs, 0", "500updates, 500", "1update, 1"})
    void givesUpdatesOfARun(String text, long updates) {
        assertThat(Budget.parse(text).updates(UPDATES_PER_EPOCH, BudgetTest::notAsked))
                .isEqualTo(updates);
    }

    private static double notAsked() {
        throw new AssertionError("A length in updates needs no time");
    }

    @ParameterizedTest
    @CsvSource({"90s, 153", "1.5 m, 153", "2h, 12240", "0.5s, 0"})
    void givesAsManyUpdatesAsFitIntoATime(String text, long updates) {
        assertThat(Budget.parse(text).updates(UPDATES_PER_EPOCH, () -> 0.5)).isEqualTo(updates);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "epochs", "-1epochs", "2.5updates", "3 weeks", "1e3updates"})
    void refusesWhatItDoesNotKnow(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.parse(text))
                .withMessageContaining("500updates")
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void refusesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.parse("0epochs"))
                .withMessageContaining("leaves nothing to train with");
    }
}
