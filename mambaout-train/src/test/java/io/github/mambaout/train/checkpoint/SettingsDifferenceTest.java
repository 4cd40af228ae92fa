package io.github.mambaout.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsDifferenceTest {
    @Test
    void everyChangedSettingIsNamedWithBothValues() {
        SettingsDifference difference = SettingsDifference.between(
                Map.of("lr", "0.001", "epochs", "10", "mixup", "0.8"), Map.of("lr", "0.002", "epochs", "10"));
        assertThat(difference.isEmpty()).isFalse();
        assertThat(difference.describe()).isEqualTo("lr was 0.001 and is 0.002; mixup was 0.8 and is not set");
    }

    @Test
    void equalSettingsDoNotDiffer() {
        assertThat(SettingsDifference.between(Map.of("lr", "0.1", "model", ""), Map.of("lr", "0.1"))
                        .isEmpty())
                .isTrue();
    }
}
