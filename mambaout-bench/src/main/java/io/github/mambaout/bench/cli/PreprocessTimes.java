package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.peer.Rounds;
import io.github.mambaout.bench.peer.Spread;
import io.github.mambaout.image.PictureReader;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.augment.AugmentationSettings;
import io.github.mambaout.train.augment.PictureToInput;
import io.github.mambaout.train.data.SampleKey;
import io.github.mambaout.train.data.SampleTransform;
import io.github.mambaout.weights.ModelMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Times the way from a JPEG file to the network's input: decode, augment, resize, crop, normalise. */
final class PreprocessTimes implements BenchWork {
    /** So many pictures have seen each operation of a policy a few times. */
    private static final int AUGMENTED_PICTURES = 128;

    private final BenchSetting setting;
    private final BenchKind kind;
    private final int pictures;
    private final Function<Preprocessing, SampleTransform> transform;

    private PreprocessTimes(
            BenchSetting setting, BenchKind kind, int pictures, Function<Preprocessing, SampleTransform> transform) {
        this.setting = setting;
        this.kind = kind;
        this.pictures = pictures;
        this.transform = transform;
    }

    /**
     * @param setting how to measure
     * @return the times of evaluation's pictures, one by one
     */
    static PreprocessTimes ofEvaluation(BenchSetting setting) {
        return new PreprocessTimes(setting, BenchKind.PREPROCESS, 1, PictureToInput::forEvaluation);
    }

    /**
     * @param setting how to measure
     * @return the mean times of so many training pictures that all operations of the paper's recipe are among them
     */
    static PreprocessTimes ofTraining(BenchSetting setting) {
        AugmentationSettings recipe = AugmentationSettings.mambaOut();
        return new PreprocessTimes(
                setting,
                BenchKind.AUGMENT,
                AUGMENTED_PICTURES,
                preprocessing -> PictureToInput.forTraining(recipe, preprocessing, 0));
    }

    @Override
    public void measure(MambaOutConfig config, int batch, BenchReport report) {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            Path picture = MadePicture.write(folder.path().resolve("picture.jpg"));
            PictureReader reader = new PictureReader();
            SampleTransform toInput = transform.apply(ModelMetadata.of(config).preprocessing());
            Tensor input = Tensor.zeros(config.inputShape());
            Rounds rounds = Rounds.of(
                    List.of(() -> {
                        long before = System.nanoTime();
                        for (int index = 0; index < pictures; index++) {
                            toInput.apply(reader.read(picture), SampleKey.of(0, index), input, 0);
                        }
                        return (System.nanoTime() - before) / pictures;
                    }),
                    setting.peak(),
                    setting.warmUp(),
                    setting.measuring());
            report.add(Row.of(config, kind, rounds.milliseconds(0)));
        }
    }

    /**
     * What was found.
     *
     * @param model name of the model
     * @param imgSize height and width of its input, in pixels
     * @param batch 1
     * @param threads 1
     * @param what {@code preprocess} or {@code augment}
     * @param picture what was read
     * @param oursMs median time, in milliseconds
     * @param q10 first decile
     * @param q90 ninth decile
     * @param imagesPerS pictures in a second at the median, on one core
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Row(
            String model,
            int imgSize,
            int batch,
            int threads,
            String what,
            String picture,
            double oursMs,
            double q10,
            double q90,
            double imagesPerS)
            implements BenchRow {

        static Row of(MambaOutConfig config, BenchKind kind, Spread milliseconds) {
            return new Row(
                    config.name(),
                    config.imgHeight(),
                    1,
                    1,
                    kind.toString(),
                    "JPEG " + MadePicture.WIDTH + "x" + MadePicture.HEIGHT,
                    milliseconds.median(),
                    milliseconds.q10(),
                    milliseconds.q90(),
                    1e3 / milliseconds.median());
        }

        @Override
        public Summary summary() {
            return new Summary(
                    picture + " to input of " + imgSize,
                    "pictures a second, one core",
                    Cells.text("%.0f; %.2f ms (%.2f to %.2f)", imagesPerS, oursMs, q10, q90));
        }

        @Override
        public Map<String, String> cells() {
            return new Cells(model, imgSize, batch, threads, what)
                    .with("picture", "%s", picture)
                    .with("ours ms", "%.2f", oursMs)
                    .with("q10", "%.2f", q10)
                    .with("q90", "%.2f", q90)
                    .with("images/s/core", "%.1f", imagesPerS)
                    .all();
        }
    }
}
