package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.peer.Rounds;
import io.github.mambaout.bench.peer.Spread;
import io.github.mambaout.image.PictureReader;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Times the way from a JPEG file to the network's input: decode, resize, crop, normalise. */
final class PreprocessTimes implements BenchWork {
    private final BenchSetting setting;

    PreprocessTimes(BenchSetting setting) {
        this.setting = setting;
    }

    @Override
    public void measure(MambaOutConfig config, int batch, BenchReport report) {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            Path picture = MadePicture.write(folder.path().resolve("picture.jpg"));
            PictureReader reader = new PictureReader();
            Preprocessing preprocessing = ModelMetadata.of(config).preprocessing();
            Tensor input = Tensor.zeros(config.inputShape());
            Rounds rounds = Rounds.of(
                    List.of(() -> {
                        long before = System.nanoTime();
                        preprocessing.applyTo(reader.read(picture), input, 0);
                        return System.nanoTime() - before;
                    }),
                    setting.peak(),
                    setting.warmUp(),
                    setting.measuring());
            report.add(Row.of(config, rounds.milliseconds(0)));
        }
    }

    /**
     * What was found.
     *
     * @param model name of the model
     * @param imgSize height and width of its input, in pixels
     * @param batch 1
     * @param threads 1
     * @param what {@code preprocess}
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

        static Row of(MambaOutConfig config, Spread milliseconds) {
            return new Row(
                    config.name(),
                    config.imgHeight(),
                    1,
                    1,
                    BenchKind.PREPROCESS.toString(),
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
