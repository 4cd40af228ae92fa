package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.image.Interpolation;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.augment.HorizontalFlip;
import io.github.mambaout.train.augment.PictureToInput;
import io.github.mambaout.train.data.DataSets;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.data.EpochOrder;
import io.github.mambaout.train.data.SampleKey;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.AdamWSettings;
import io.github.mambaout.train.optimizer.GradientClipping;
import io.github.mambaout.train.schedule.Warmup;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting does to a run what it says. */
class RecipeInEffectTest {
    private static final int BATCH = 8;

    @TempDir
    private static Path pictures;

    @TempDir
    private Path folder;

    /** 40 pictures of noise in three classes of 24, 12 and 4. */
    @BeforeAll
    static void drawPictures() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        Map<String, Integer> classes = Map.of("a", 24, "b", 12, "c", 4);
        for (String name : List.of("a", "b", "c")) {
            for (int i = 0; i < classes.get(name); i++) {
                draw("train/" + name + "/" + i + ".png", random);
            }
            draw("val/" + name + "/0.png", random);
            draw("val/" + name + "/1.png", random);
        }
    }

    private static void draw(String file, SplittableRandom random) throws IOException {
        BufferedImage picture = new BufferedImage(24, 20, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 24 * 20; i++) {
            picture.setRGB(i % 24, i / 24, random.nextInt(1 << 24));
        }
        Path path = pictures.resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(picture, "png", path.toFile());
    }

    private TrainingConfigBuilder<TrainingConfig> small(String name, Map<String, ?> settings) {
        TrainingConfigBuilder<TrainingConfig> builder = TrainingConfig.builder()
                .data("folder:" + pictures)
                .model("test_mambaout")
                .depths(List.of(1, 1))
                .dims(List.of(8, 12))
                .imgSize(16)
                .batchSize(BATCH)
                .maxUpdates(3)
                .warmup(0)
                .workers(1)
                .threads(1)
                .output(folder.resolve(name).toString());
        settings.forEach(builder::set);
        return builder;
    }

    private float[] train(String name, Map<String, ?> settings) {
        return weights(new Trainer(small(name, settings).build()).run().folder().last());
    }

    private static float[] weights(Path file) {
        return ModelFile.load(file).model().parameters().flat().toArray();
    }

    private static Map<String, Object> all(Map<String, ?> first, Map<String, ?> second) {
        Map<String, Object> all = new HashMap<>(first);
        all.putAll(second);
        return all;
    }

    /** Makes a run by hand of what the paper names: cross-entropy, AdamW, a cosine after a warm-up, mirrored pictures. */
    @Test
    void defaultsAreThePlainLoop() {
        TrainingConfig config = small("default", Map.of("max-updates", 7, "warmup", 3, "clip-grad", 0.5))
                .build();
        DataSource data = DataSets.open(config.data().source());
        Compute compute = Compute.shared();
        MambaOut model = MambaOut.create(Trainer.network(config, data), 0);
        UpdateStep step = new UpdateStep(
                model, new CrossEntropy(0.1), AdamWSettings.withDecay(0.05), GradientClipping.byNorm(0.5), compute);
        PictureToInput transform = new PictureToInput(
                List.of(new HorizontalFlip(0.5)), data.preprocessing().withSize(16, 16), 0);
        Tensor input = Tensor.zeros(transform.batchShape(BATCH));
        Randomness drop = Randomness.ofSeed(0).at("drop");
        for (int update = 0; update < 7; update++) {
            int epoch = update / 5;
            int[] batch =
                    Arrays.copyOfRange(EpochOrder.shuffled(40, 0, epoch), update % 5 * BATCH, (update % 5 + 1) * BATCH);
            for (int place = 0; place < BATCH; place++) {
                transform.apply(
                        data.training().sample(batch[place]).orElseThrow().picture(),
                        SampleKey.of(epoch, batch[place]),
                        input,
                        place);
            }
            int[] labels = Arrays.stream(batch).map(data.training()::label).toArray();
            Randomness[] samples =
                    Arrays.stream(batch).mapToObj(drop.at(epoch)::at).toArray(Randomness[]::new);
            step.apply(
                    step.measure(input, labels, samples),
                    Warmup.beforeCosine(1e-3, 0, 3, 7).learningRate(update));
        }
        assertThat(weights(new Trainer(config).run().folder().last()))
                .isEqualTo(model.parameters().flat().toArray());
    }

    static Stream<Arguments> changes() {
        Map<String, Object> sgd = Map.of("opt", "sgd");
        Map<String, Object> clipped = Map.of("clip-grad", 0.01);
        Map<String, Object> mixed = Map.of("mixup", 0.8, "cutmix", 1);
        Map<String, Object> binary = Map.of("bce-loss", true);
        Map<String, Object> cropped = Map.of("scale", List.of(0.3, 0.8));
        Map<String, Object> erased = Map.of("reprob", 1, "remode", "pixel");
        Map<String, Object> jittered = Map.of("color-jitter", 0.4);
        Map<String, Object> epochs = Map.of("epochs", 1, "max-updates", 0);
        Map<String, Object> slow = Map.of("warmup", 2);
        Map<String, Object> none = Map.of();
        return Stream.of(
                change(none, "opt", "sgd"),
                change(none, "opt", "lamb"),
                change(none, "opt", "lion"),
                change(none, "opt-betas", List.of(0.8, 0.9)),
                change(none, "opt-eps", 0.01),
                change(sgd, "momentum", 0.5),
                change(none, "weight-decay", 0.5),
                change(none, "layer-decay", 0.5),
                change(none, "clip-grad", 0.01),
                change(clipped, "clip-mode", "value"),
                change(clipped, "clip-mode", "agc"),
                change(none, "freeze", "stem"),
                change(none, "drop", 0.5),
                change(none, "drop-path", 0.9),
                change(none, "grad-accum-steps", 2),
                change(none, "sched", "poly"),
                change(none, "sched", "none"),
                change(none, "sched", "onecycle"),
                change(Map.of("sched", "poly"), "decay-rate", 2),
                change(Map.of("sched", "step", "decay-epochs", 1, "max-updates", 6), "decay-rate", 0.5),
                change(Map.of("sched", "multistep", "max-updates", 6), "decay-milestones", 1),
                change(none, "lr-base", 0.1),
                change(Map.of("lr-base", 0.1), "lr-base-size", 8),
                change(Map.of("lr-base", 0.1), "lr-base-scale", "linear"),
                change(none, "warmup", 2),
                change(slow, "warmup-lr", 0.0005),
                change(none, "min-lr", 0.0005),
                change(epochs, "sched-on-updates", false),
                change(all(epochs, Map.of("epochs", 2)), "warmup-epochs", 1),
                change(all(epochs, Map.of("epochs", 2, "warmup-epochs", 1)), "warmup-prefix", true),
                change(all(epochs, Map.of("min-lr", 0.0001)), "cooldown-epochs", 1),
                change(none, "mixup", 0.8),
                change(none, "cutmix", 1),
                change(mixed, "mixup-prob", 0),
                change(mixed, "mixup-switch-prob", 1),
                change(all(mixed, Map.of("max-updates", 6)), "mixup-off-epoch", 1),
                change(none, "label-smoothing", 0.3),
                change(none, "bce-loss", true),
                change(binary, "bce-sum", true),
                change(binary, "bce-target-thresh", 0.2),
                change(binary, "bce-pos-weight", 2),
                change(none, "class-weights", "balanced"),
                change(none, "aug-repeats", 3),
                change(none, "hold-out", 0.1),
                change(none, "flip", 0),
                change(none, "vflip", 0.5),
                change(none, "scale", List.of(0.3, 0.8)),
                change(cropped, "ratio", List.of(1, 3)),
                change(cropped, "train-interpolation", "bilinear"),
                change(none, "aa", "rand-m9-mstd0.5-inc1"),
                change(none, "color-jitter", 0.4),
                change(jittered, "color-jitter-prob", 0.5),
                change(all(jittered, Map.of("aa", "rand-m9")), "force-color-jitter", true),
                change(none, "reprob", 1),
                change(erased, "remode", "rand"),
                change(erased, "recount", 3),
                change(erased, "re-area", List.of(0.5, 0.6)),
                change(erased, "re-aspect", List.of(3, 4)),
                change(all(erased, Map.of("re-aspect", List.of(1, 9))), "re-attempts", 1),
                change(none, "crop-pct", 0.8),
                change(none, "interpolation", "bilinear"),
                change(none, "seed", 1));
    }

    private static Arguments change(Map<String, Object> before, String name, Object value) {
        return Arguments.of(before, name, value);
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("changes")
    void settingChangesTheWeights(Map<String, Object> before, String name, Object value) {
        float[] without = train("without", before);
        float[] with = train("with", all(before, Map.of(name, value)));
        assertThat(with).isNotEqualTo(without);
        for (float weight : with) {
            assertThat(weight).isFinite();
        }
    }

    @Test
    void fourMicroBatchesMakeTheUpdateOfTheLargeBatch() {
        Map<String, Object> plain =
                Map.of("opt", "momentum", "momentum", 0, "lr", 1, "max-updates", 2, "sched", "none");
        float[] start = train("start", all(plain, Map.of("lr", 1e-30)));
        float[] large = train("large", all(plain, Map.of("batch-size", 32)));
        float[] parts = train("parts", all(plain, Map.of("batch-size", 8, "grad-accum-steps", 4)));
        double largest = IntStream.range(0, start.length)
                .mapToDouble(i -> Math.abs(large[i] - start[i]))
                .max()
                .orElseThrow();
        assertThat(largest).isGreaterThan(0.01);
        for (int i = 0; i < start.length; i++) {
            assertThat((double) parts[i]).as("weight %d", i).isCloseTo(large[i], within(1e-5 * largest));
        }
    }

    /** As timm's: the average is the first update's weights, then keeps nine tenths of itself. */
    @Test
    void averagedWeightsAreTheAverageAndJudgeTheRun() {
        Map<String, Object> constant = Map.of("sched", "none", "max-updates", 4);
        double[] expected = null;
        for (int updates = 1; updates <= 4; updates++) {
            float[] weights = train("after" + updates, all(constant, Map.of("max-updates", updates)));
            double[] before = expected;
            expected = IntStream.range(0, weights.length)
                    .mapToDouble(i -> before == null ? weights[i] : 0.9 * before[i] + 0.1 * weights[i])
                    .toArray();
        }
        Map<String, Object> averaging = all(constant, Map.of("model-ema", true, "model-ema-decay", 0.9));
        TrainingResult result = new Trainer(small("averaged", averaging).build()).run();
        float[] average = weights(result.folder().lastAveraged());
        for (int i = 0; i < average.length; i++) {
            assertThat((double) average[i]).as("weight %d", i).isCloseTo(expected[i], within(1e-6));
        }
        assertThat(weights(result.folder().best())).isEqualTo(average);
        assertThat(weights(result.folder().last()))
                .isEqualTo(train("plain", constant))
                .isNotEqualTo(average);
        assertThat(result.last().orElseThrow().averaged()).isPresent();
        assertThat(result.best().orElseThrow().judged())
                .isEqualTo(result.last().orElseThrow().averaged().orElseThrow());
    }

    @Test
    void everythingAtOnceHasTheSameBitsOnAnyNumberOfThreadsAndWorkers() {
        Map<String, Object> everything = Map.ofEntries(
                Map.entry("max-updates", 6),
                Map.entry("grad-accum-steps", 2),
                Map.entry("mixup", 0.8),
                Map.entry("cutmix", 1),
                Map.entry("mixup-prob", 0.8),
                Map.entry("aa", "rand-m9-mstd0.5-inc1"),
                Map.entry("color-jitter", List.of(0.4, 0.4, 0.4, 0.1)),
                Map.entry("force-color-jitter", true),
                Map.entry("scale", List.of(0.2, 1)),
                Map.entry("reprob", 0.5),
                Map.entry("remode", "pixel"),
                Map.entry("recount", 2),
                Map.entry("aug-repeats", 3),
                Map.entry("drop", 0.2),
                Map.entry("drop-path", 0.3),
                Map.entry("model-ema", true),
                Map.entry("model-ema-warmup", true),
                Map.entry("class-weights", "balanced"),
                Map.entry("layer-decay", 0.8),
                Map.entry("clip-grad", 1),
                Map.entry("opt", "lamb"));
        float[] alone = train("alone", everything);
        float[] averaged = weights(folder.resolve("alone/last-averaged.safetensors"));
        for (int threads : new int[] {1, 2, 3}) {
            for (int workers : new int[] {1, 4}) {
                String name = threads + "-" + workers;
                assertThat(train(name, all(everything, Map.of("threads", threads, "workers", workers))))
                        .as(name)
                        .isEqualTo(alone);
                assertThat(weights(folder.resolve(name + "/last-averaged.safetensors")))
                        .isEqualTo(averaged);
            }
        }
    }

    @Test
    void frozenLayersKeepTheirWeightsAndOthersLearn() {
        Path start =
                new Trainer(small("start", Map.of()).build()).run().folder().last();
        Map<String, Object> frozen =
                Map.of("weights", start.toString(), "freeze", List.of("stem", "stages.0"), "lr", 0.01, "model", "");
        Path end = new Trainer(small("end", frozen).build()).run().folder().last();
        Map<String, Parameter> before =
                ModelFile.load(start).model().parameters().byName();
        ModelFile.load(end).model().parameters().byName().forEach((name, parameter) -> {
            float[] was = before.get(name).value().toArray();
            if (name.startsWith("stem.") || name.startsWith("stages.0.")) {
                assertThat(parameter.value().toArray()).as(name).isEqualTo(was);
            } else {
                assertThat(parameter.value().toArray()).as(name).isNotEqualTo(was);
            }
        });
        assertThatThrownBy(() -> train("none", Map.of("freeze", "stems")))
                .hasMessageContaining("named 'stems' to freeze. Did you mean stem,");
    }

    @Test
    void whatJudgesIsSavedWithTheWeights() {
        train("judged", Map.of("crop-pct", 0.9, "interpolation", "bilinear"));
        ModelMetadata metadata = ModelFile.metadata(folder.resolve("judged/best.safetensors"));
        assertThat(metadata.preprocessing().cropFraction()).isEqualTo(0.9);
        assertThat(metadata.preprocessing().interpolation()).isEqualTo(Interpolation.BILINEAR);
    }

    @Test
    void bestWeightsAreTheBestByTheMetric() {
        Map<String, Object> worse = Map.of("epochs", 3, "max-updates", 0, "lr", 0.05);
        TrainingResult byLoss = new Trainer(
                        small("loss", all(worse, Map.of("eval-metric", "loss"))).build())
                .run();
        double least = byLoss.evaluations().stream()
                .mapToDouble(metrics -> metrics.evaluation().loss())
                .min()
                .orElseThrow();
        assertThat(byLoss.best().orElseThrow().evaluation().loss()).isEqualTo(least);
        assertThat(ModelFile.metadata(byLoss.folder().best()).provenance().options())
                .containsEntry(
                        "updates", Long.toString(byLoss.best().orElseThrow().update()));
    }

    @Test
    void aSetThatFillsNoUpdateIsRefusedByName() {
        assertThatThrownBy(() -> train("few", Map.of("grad-accum-steps", 6)))
                .hasMessageContaining("40 pictures, which do not fill one update of 6 batches of 8");
    }
}
