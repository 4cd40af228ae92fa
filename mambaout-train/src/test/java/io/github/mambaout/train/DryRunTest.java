package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
    /**
     * A machine that takes a quarter of a second for 8 pictures, a tenth for changing the weights, and for a picture a hundredth to
     * judge it and a fiftieth to compute its features.
     */
    private static final DryRun.Stopwatch MACHINE =
            (config, pictures, trainee, step, compute) -> new RunForecast.Times(8, 0.25, 0.1, 0.01, 0.02, 500);

    @TempDir
    private static Path imageNet;

    @BeforeAll
    static void drawPictures() throws IOException {
        for (String synset : List.of("n01440764", "n01443537", "n01484850")) {
            for (int i = 0; i < 8; i++) {
                draw("train/" + synset + "/" + synset + "_" + i + ".png");
            }
            draw("val/" + synset + "/ILSVRC2012_val_" + synset + ".png");
        }
    }

    private static void draw(String file) throws IOException {
        Path path = imageNet.resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB), "png", path.toFile());
    }

    private static TrainingConfig paper(Map<String, ?> changes) {
        TrainingConfigBuilder<TrainingConfig> builder = TrainingConfig.builder()
                .recipe("mambaout-tiny")
                .data("folder:" + imageNet)
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .threads(1);
        changes.forEach(builder::set);
        return builder.build();
    }

    @Test
    void thePapersLearningRatesAreThoseOfItsTable() {
        RunForecast forecast = DryRun.of(paper(Map.of("batch-size", 4, "grad-accum-steps", 2, "lr", 4e-3)), MACHINE);
        assertThat(forecast.length()).contains(new RunLength(3 * 310, 3));
        assertThat(forecast.epochs()).isEqualTo(310);
        Map<Long, Double> rates =
                forecast.rates().stream().collect(Collectors.toMap(RunForecast.Rate::epoch, RunForecast.Rate::rate));
        assertThat(rates.keySet()).contains(0L, 1L, 19L, 20L, 150L, 299L, 305L);
        rates.forEach((epoch, rate) -> assertThat(rate)
                .as("epoch %d", epoch)
                .isCloseTo(
                        epoch < 20
                                ? 1e-6 + epoch * (4e-3 - 1e-6) / 20
                                : epoch < 300
                                        ? 1e-5 + 0.5 * (4e-3 - 1e-5) * (1 + Math.cos(Math.PI * epoch / 300))
                                        : 1e-5,
                        within(1e-12)));
    }

    @Test
    void timesAreThoseOfTheWholeUpdateAndTheWholeRun() {
        RunForecast forecast =
                DryRun.of(paper(Map.of("batch-size", 4, "grad-accum-steps", 2, "lr", 4e-3, "max-updates", 7)), MACHINE);
        assertThat(forecast.updateSeconds()).isCloseTo(0.35, within(1e-12));
        assertThat(forecast.evaluationSeconds()).isCloseTo(3 * 0.01, within(1e-12));
        // 7 updates are two epochs and a part of the third: three evaluations.
        assertThat(forecast.seconds().orElseThrow())
                .isCloseTo(7 * 0.35 + 3 * forecast.evaluationSeconds(), within(1e-12));
        assertThat(forecast.memory().weights()).isEqualTo(4 * 4 * forecast.parameters());
        assertThat(forecast.classes()).isEqualTo(3);
        assertThat(forecast.imgSize()).isEqualTo(224);
    }

    @Test
    void featuresThatAreKeptCountOnce() {
        Map<String, Object> frozen =
                Map.of("batch-size", 4, "grad-accum-steps", 2, "lr", 4e-3, "mixup", 0, "cutmix", 0, "freeze", "trunk");
        RunForecast computed = DryRun.of(paper(frozen), MACHINE);
        RunForecast kept = DryRun.of(paper(with(frozen, "feature-views", 5)), MACHINE);
        // The held-out pictures are never augmented.
        assertThat(computed.keptFeatures()).isEqualTo(3);
        assertThat(kept.keptFeatures()).isEqualTo(5 * 24 + 3);
        assertThat(kept.featuresSeconds()).isCloseTo(123 * 0.02, within(1e-12));
        assertThat(kept.seconds().orElseThrow()).isCloseTo(123 * 0.02 + 3 * 310 * 0.35 + 310 * 3 * 0.01, within(1e-9));
        assertThat(kept.memory().maps()).isLessThan(computed.memory().maps());
        assertThat(DryRun.of(paper(Map.of("batch-size", 4)), MACHINE).keptFeatures())
                .isZero();
    }

    @Test
    void updatesOnKeptFeaturesAreMeasuredAsSuch() {
        Map<String, Object> frozen = Map.of(
                "batch-size",
                8,
                "lr",
                4e-3,
                "mixup",
                0,
                "cutmix",
                0,
                "depths",
                List.of(2, 2),
                "dims",
                List.of(32, 64),
                "freeze",
                "trunk");
        RunForecast.Times computed = DryRun.of(paper(frozen)).times();
        RunForecast.Times kept =
                DryRun.of(paper(with(frozen, "feature-views", 2))).times();
        assertThat(kept.microBatchSeconds()).isLessThan(0.5 * computed.microBatchSeconds());
        assertThat(kept.lookingSeconds()).isGreaterThan(kept.microBatchSeconds() / kept.pictures());
        assertThat(kept.judgingSeconds()).isPositive();
    }

    private static Map<String, Object> with(Map<String, Object> settings, String name, Object value) {
        Map<String, Object> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    @Test
    void picturesThatFillNoUpdateAreSaidAndTheRestIsForecast() {
        RunForecast forecast = DryRun.of(paper(Map.of()), MACHINE);
        assertThat(forecast.length()).isEmpty();
        assertThat(forecast.seconds()).isEmpty();
        assertThat(forecast.refusal().orElseThrow())
                .contains("24 pictures, which do not fill one update of 32 batches of 128");
        assertThat(forecast.updateSeconds()).isCloseTo(4096 / 8 * 0.25 + 0.1, within(1e-9));
        assertThat(forecast.rates()).contains(new RunForecast.Rate(0, 1e-6));
    }

    @Test
    void aMachineIsMeasuredAndNothingIsWritten() {
        Path output = imageNet.resolve("runs");
        RunForecast forecast = DryRun.of(paper(Map.of(
                "img-size", 16, "batch-size", 4, "grad-accum-steps", 2, "lr", 4e-3, "output", output.toString())));
        assertThat(forecast.times().pictures()).isEqualTo(4);
        assertThat(forecast.times().microBatchSeconds()).isPositive();
        assertThat(forecast.times().picturesPerSecond()).isPositive();
        assertThat(output).doesNotExist();
    }
}
