package io.github.mambaout.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void cosinesWithWarmupEqualThoseOfTimm() throws IOException {
        int compared = 0;
        for (JsonNode answer : reference().get("schedule")) {
            int updatesPerEpoch = answer.get("updates_per_epoch").asInt();
            Schedule schedule = new Warmup(
                    answer.get("warmup_lr").asDouble(),
                    answer.get("warmup_epochs").asLong() * updatesPerEpoch,
                    new Cosine(
                            answer.get("lr").asDouble(),
                            answer.get("min_lr").asDouble(),
                            answer.get("epochs").asLong() * updatesPerEpoch),
                    answer.get("warmup_prefix").asBoolean());
            Schedule fromSettings = new ScheduleSettings(
                            ScheduleSettings.Kind.COSINE,
                            answer.get("lr").asDouble(),
                            answer.get("min_lr").asDouble(),
                            answer.get("warmup_lr").asDouble(),
                            answer.get("epochs").asInt(),
                            answer.get("warmup_epochs").asInt(),
                            answer.get("warmup_prefix").asBoolean(),
                            0,
                            0,
                            List.of(),
                            1,
                            true)
                    .over(updatesPerEpoch);
            assertThat(fromSettings).isEqualTo(schedule);
            for (JsonNode pair : answer.get("at")) {
                assertThat(schedule.learningRate(pair.get(0).asLong()))
                        .as("update %s of %s", pair.get(0), schedule)
                        .isCloseTo(pair.get(1).asDouble(), within(1e-17));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(33);
    }

    /** The figures of the paper's training script, from its formula in float64. */
    @Test
    void thePapersRatePerEpochIsThatOfItsScript() {
        Schedule schedule = settings(ScheduleSettings.Kind.COSINE, 4e-3, 1e-5, 300, 20, 10, 1, false)
                .over(312);
        assertPerEpoch(schedule, 0, 1e-6);
        assertPerEpoch(schedule, 1, 1e-6 + (4e-3 - 1e-6) / 20);
        assertPerEpoch(schedule, 19, 1e-6 + 19 * (4e-3 - 1e-6) / 20);
        assertPerEpoch(schedule, 20, 1e-5 + 0.5 * (4e-3 - 1e-5) * (1 + Math.cos(Math.PI * 20 / 300)));
        assertPerEpoch(schedule, 150, 1e-5 + 0.5 * (4e-3 - 1e-5));
        assertPerEpoch(schedule, 299, 1e-5 + 0.5 * (4e-3 - 1e-5) * (1 + Math.cos(Math.PI * 299 / 300)));
        assertPerEpoch(schedule, 300, 1e-5);
        assertPerEpoch(schedule, 305, 1e-5);
        assertThat(schedule.learningRate(20 * 312)).isCloseTo(3.956e-3, within(5e-7));
    }

    private static void assertPerEpoch(Schedule schedule, long epoch, double rate) {
        for (long update : new long[] {epoch * 312, epoch * 312 + 150, epoch * 312 + 311}) {
            assertThat(schedule.learningRate(update)).as("epoch %d", epoch).isCloseTo(rate, within(1e-12));
        }
    }

    private static ScheduleSettings settings(
            ScheduleSettings.Kind kind,
            double lr,
            double minLr,
            int epochs,
            int warmup,
            int cooldown,
            double decayRate,
            boolean onUpdates) {
        return new ScheduleSettings(
                kind, lr, minLr, 1e-6, epochs, warmup, false, cooldown, 30, List.of(8, 11), decayRate, onUpdates);
    }

    @Test
    void warmsUpFromZeroThenFallsOverTheRestOfTheRun() {
        long total = 3 * 468;
        Schedule schedule = Warmup.beforeCosine(2e-3, 0, 100, total);
        assertThat(schedule.learningRate(0)).isZero();
        assertThat(schedule.learningRate(50)).isCloseTo(1e-3, within(1e-15));
        assertThat(schedule.learningRate(100)).isCloseTo(2e-3, within(1e-15));
        assertThat(schedule.learningRate(900))
                .isCloseTo(2e-3 * 0.5 * (1 + Math.cos(Math.PI * 800.0 / (total - 100))), within(1e-15));
        assertThat(schedule.learningRate(total)).isZero();
        assertThat(schedule.learningRate(total + 1000)).isZero();
        assertThat(schedule.peak()).isEqualTo(2e-3);
    }

    @Test
    void aRunShorterThanItsWarmupEndsWithinIt() {
        Schedule schedule = Warmup.beforeCosine(1e-3, 0, 100, 40);
        assertThat(schedule.learningRate(39)).isCloseTo(0.39e-3, within(1e-15));
    }

    @Test
    void stepsMultiplyAtADistanceOrAtMilestones() {
        Schedule every = settings(ScheduleSettings.Kind.STEP, 0.1, 0, 90, 0, 0, 0.1, false)
                .over(10);
        assertThat(every.learningRate(299)).isEqualTo(0.1);
        assertThat(every.learningRate(300)).isCloseTo(0.01, within(1e-15));
        assertThat(every.learningRate(899)).isCloseTo(0.001, within(1e-15));
        // The 1x schedule of detection: steps at epochs 8 and 11 of 12.
        Schedule detection = settings(ScheduleSettings.Kind.MULTISTEP, 1e-4, 0, 12, 0, 0, 0.1, true)
                .over(100);
        assertThat(detection.learningRate(799)).isEqualTo(1e-4);
        assertThat(detection.learningRate(800)).isCloseTo(1e-5, within(1e-18));
        assertThat(detection.learningRate(1099)).isCloseTo(1e-5, within(1e-18));
        assertThat(detection.learningRate(1100)).isCloseTo(1e-6, within(1e-18));
    }

    @Test
    void thePolynomialFallsByAPowerOfWhatIsLeft() {
        Schedule schedule = new Polynomial(1e-2, 1e-4, 200, 0.5);
        assertThat(schedule.learningRate(0)).isEqualTo(1e-2);
        assertThat(schedule.learningRate(50)).isCloseTo(1e-4 + 9.9e-3 * Math.sqrt(0.75), within(1e-15));
        assertThat(schedule.learningRate(200)).isEqualTo(1e-4);
        assertThat(schedule.learningRate(999)).isEqualTo(1e-4);
        // Segmentation: linear to 0, after a warm-up that hides the beginning.
        Schedule linear = new Warmup(1e-6, 1500, new Polynomial(1e-4, 0, 160_000, 1), false);
        assertThat(linear.learningRate(0)).isEqualTo(1e-6);
        assertThat(linear.learningRate(1500)).isCloseTo(1e-4 * (1 - 1500.0 / 160_000), within(1e-18));
        assertThat(linear.learningRate(80_000)).isCloseTo(5e-5, within(1e-18));
    }

    /** PyTorch's OneCycleLR(max_lr=0.1, total_steps=100): rises over steps 0 to 29, falls over steps 29 to 99. */
    @Test
    void oneCycleRisesAndFallsAlongCosines() {
        Schedule schedule = OneCycle.of(0.1, 100);
        assertThat(schedule.learningRate(0)).isCloseTo(0.004, within(1e-15));
        assertThat(schedule.learningRate(29)).isCloseTo(0.1, within(1e-15));
        assertThat(schedule.learningRate(10))
                .isCloseTo(0.1 + (0.004 - 0.1) / 2 * (1 + Math.cos(Math.PI * 10 / 29)), within(1e-15));
        assertThat(schedule.learningRate(64)).isCloseTo((0.1 + 4e-7) / 2, within(1e-15));
        assertThat(schedule.learningRate(99)).isCloseTo(4e-7, within(1e-15));
        assertThat(schedule.learningRate(500)).isCloseTo(4e-7, within(1e-15));
    }

    @Test
    void aRunLastsAsLongAsItsParts() {
        assertThat(settings(ScheduleSettings.Kind.COSINE, 4e-3, 1e-5, 300, 20, 10, 1, false)
                        .totalEpochs())
                .isEqualTo(310);
        assertThat(new ScheduleSettings(ScheduleSettings.Kind.POLY, 1e-3, 0, 0, 50, 5, true, 3, 0, List.of(), 1, false)
                        .totalEpochs())
                .isEqualTo(58);
        assertThat(settings(ScheduleSettings.Kind.NONE, 1e-3, 0, 5, 0, 0, 1, false)
                        .over(7)
                        .learningRate(34))
                .isEqualTo(1e-3);
    }

    @Test
    void theRateFollowsTheBatchLinearlyOrByItsRoot() {
        LearningRateScaling linear = new LearningRateScaling(1e-3, 1024, LearningRateScaling.Scale.LINEAR);
        assertThat(linear.rate(4096)).isEqualTo(4e-3);
        assertThat(linear.rate(256)).isEqualTo(2.5e-4);
        assertThat(new LearningRateScaling(1e-3, 1024, LearningRateScaling.Scale.SQRT).rate(4096))
                .isEqualTo(2e-3);
        assertThatThrownBy(() -> new LearningRateScaling(1e-3, 0, LearningRateScaling.Scale.SQRT))
                .hasMessageContaining("at least 1 picture");
    }

    @Test
    void refusesRatesAndLengthsOutOfRange() {
        assertThatThrownBy(() -> new Cosine(Double.NaN, 0, 1)).hasMessageContaining("peak learning rate");
        assertThatThrownBy(() -> new Cosine(1e-3, 2e-3, 1)).hasMessageContaining("lowest learning rate");
        assertThatThrownBy(() -> new Cosine(1e-3, 0, 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Cosine(1e-3, 0, 1).learningRate(-1)).hasMessageContaining("count from 0");
        assertThatThrownBy(() -> new Warmup(1, 5, new Constant(0.5), false)).hasMessageContaining("warm-up must start");
        assertThatThrownBy(() -> Steps.at(1, 0.1, List.of(5L, 5L))).hasMessageContaining("one after the other");
        assertThatThrownBy(() -> Steps.every(1, 0.1, 0)).hasMessageContaining("distance");
        assertThatThrownBy(() -> Steps.every(1, 2, 5)).hasMessageContaining("multiplies");
        assertThatThrownBy(() -> OneCycle.of(1, 1)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> new Polynomial(1, 0, 5, 0)).hasMessageContaining("power");
        assertThatThrownBy(() -> settings(ScheduleSettings.Kind.ONECYCLE, 1e-3, 0, 5, 2, 0, 1, true))
                .hasMessageContaining("warmup-epochs");
    }

    private static JsonNode reference() throws IOException {
        try (InputStream in = ScheduleTest.class.getResourceAsStream("/reference/training.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
