package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.train.TrainingProgress;
import org.junit.jupiter.api.Test;

class TrainingProgressBarTest {
    @Test
    void lineTellsLossSpeedAndWaiting() {
        TrainingProgress waits = new TrainingProgress(20, 100, 0, 1.2341, 1e-3, 812.4, 0.031);
        assertThat(TrainingProgressBar.message(waits, ", top-1 0.731"))
                .isEqualTo(" loss 1.234, top-1 0.731, 812/s, 3 % waiting");
        TrainingProgress hardly = new TrainingProgress(20, 100, 0, 1.2341, 1e-3, 812.4, 0.004);
        assertThat(TrainingProgressBar.message(hardly, "")).isEqualTo(" loss 1.234, 812/s");
    }
}
