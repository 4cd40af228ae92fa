package io.github.mambaout.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class WarmupCosineTest {
    @Test
    void ratesEqualThoseOfTimm() throws IOException {
        int compared = 0;
        for (JsonNode answer : reference().get("schedule")) {
            int updatesPerEpoch = answer.get("updates_per_epoch").asInt();
            Schedule schedule = new WarmupCosine(
                    answer.get("lr").asDouble(),
                    answer.get("min_lr").asDouble(),
                    answer.get("warmup_lr").asDouble(),
                    answer.get("warmup_epochs").asLong() * updatesPerEpoch,
                    answer.get("epochs").asLong() * updatesPerEpoch,
                    answer.get("warmup_prefix").asBoolean());
            for (JsonNode pair : answer.get("at")) {
                assertThat(schedule.learningRate(pair.get(0).asLong()))
                        .as("update %s of %s", pair.get(0), schedule)
                        .isCloseTo(pair.get(1).asDouble(), within(1e-9));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(33);
    }

    @Test
    void warmsUpFromZeroThenFallsOverTheRestOfTheRun() {
        long total = 3 * 468;
        Schedule schedule = WarmupCosine.over(2e-3, 0, 100, total);
        assertThat(schedule.learningRate(0)).isZero();
        assertThat(schedule.learningRate(50)).isCloseTo(1e-3, within(1e-15));
        assertThat(schedule.learningRate(100)).isCloseTo(2e-3, within(1e-15));
        assertThat(schedule.learningRate(900))
                .isCloseTo(2e-3 * 0.5 * (1 + Math.cos(Math.PI * 800.0 / (total - 100))), within(1e-15));
        assertThat(schedule.learningRate(total)).isZero();
        assertThat(schedule.learningRate(total + 1000)).isZero();
    }

    @Test
    void aRunShorterThanItsWarmupEndsWithinIt() {
        Schedule schedule = WarmupCosine.over(1e-3, 0, 100, 40);
        assertThat(schedule.learningRate(39)).isCloseTo(0.39e-3, within(1e-15));
    }

    @Test
    void refusesRatesThatAreNotNumbers() {
        assertThatThrownBy(() -> new WarmupCosine(Double.NaN, 0, 0, 0, 1, true))
                .hasMessageContaining("peak learning rate");
        assertThatThrownBy(() -> new WarmupCosine(1e-3, 2e-3, 0, 0, 1, true))
                .hasMessageContaining("lowest learning rate");
    }

    private static JsonNode reference() throws IOException {
        try (InputStream in = WarmupCosineTest.class.getResourceAsStream("/reference/training.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
