package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.layer.Parameters;
import io.github.mambaout.weights.ModelFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of which only the head learns. */
class KeptFeaturesTest {
    private static final int SIZE = 32;

    @TempDir
    Path folder;

    @BeforeEach
    void writePictures() throws IOException {
        for (int i = 0; i < 7; i++) {
            picture("train/red/" + i, 0x40, i);
            picture("train/blue/" + i, 0, 100 + i);
        }
        picture("val/red/0", 0x40, 200);
        picture("val/blue/0", 0, 201);
    }

    @Test
    void viewsForEveryEpochGiveTheBitsOfNewOnes() {
        Parameters kept = train("kept", frozen().set("feature-views", 3));
        Parameters computed = train("computed", frozen().set("feature-views", 0));
        Parameters fewer = train("fewer", frozen().set("feature-views", 2));
        assertThat(kept.flat().toArray()).isEqualTo(computed.flat().toArray());
        assertThat(fewer.flat().toArray()).isNotEqualTo(computed.flat().toArray());
    }

    @Test
    void reportShowsThePicturesThatTheFeaturesAreOf() throws IOException {
        train("kept", frozen().set("feature-views", 3));
        train("computed", frozen().set("feature-views", 0));
        String pictures = shown("kept");
        assertThat(pictures).contains("data:image/png;base64,").isEqualTo(shown("computed"));
    }

    private String shown(String run) throws IOException {
        String report = Files.readString(folder.resolve(run).resolve("report.html"));
        int start = report.indexOf("Training pictures of the first update");
        return report.substring(start, report.indexOf("</section>", start));
    }

    @Test
    void threadsAndWorkersDoNotChangeTheWeights() {
        Parameters one =
                train("one", frozen().set("feature-views", 2).threads(1).workers(1));
        Parameters many =
                train("many", frozen().set("feature-views", 2).threads(3).workers(3));
        assertThat(many.flat().toArray()).isEqualTo(one.flat().toArray());
    }

    @Test
    void onlyTheHeadLearns() {
        Parameters before = train("before", settings().maxUpdates(1));
        Parameters after = train(
                "after",
                frozen().flip(0)
                        .set("model-ema", true)
                        .weights(folder.resolve("before/last.safetensors").toString()));
        after.byName().forEach((name, parameter) -> {
            float[] values = parameter.value().toArray();
            float[] first = before.get(name).value().toArray();
            if (name.startsWith("head.")) {
                assertThat(values).as(name).isNotEqualTo(first);
            } else {
                assertThat(values).as(name).isEqualTo(first);
            }
        });
        Parameters averaged =
                ModelFile.load(folder.resolve("after/best.safetensors")).model().parameters();
        averaged.byName().forEach((name, parameter) -> {
            if (!name.startsWith("head.")) {
                assertThat(parameter.value().toArray())
                        .as(name)
                        .isEqualTo(before.get(name).value().toArray());
            }
        });
    }

    @Test
    void aRunThatIsStoppedGoesOnToTheSameBits() throws IOException {
        TrainingConfigBuilder<TrainingConfig> settings = frozen().set("feature-views", 2)
                .set("drop", 0.3)
                .set("model-ema", true)
                .set("model-ema-decay", 0.8);
        train("whole", settings);
        TrainingConfig interrupted =
                settings.output(folder.resolve("interrupted").toString()).build();
        List<Trainer> trainer = new ArrayList<>();
        trainer.add(new Trainer(interrupted, new TrainingListener() {
            @Override
            public void updated(TrainingProgress progress) {
                if (progress.updates() == 5) {
                    trainer.get(0).requestStop();
                }
            }
        }));
        assertThat(trainer.get(0).run().updates()).isEqualTo(5);
        assertThat(new Trainer(interrupted).run().stopped()).isFalse();
        for (String file : List.of("last.safetensors", "last-averaged.safetensors", "best.safetensors")) {
            assertThat(folder.resolve("interrupted").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
    }

    @Test
    void aRunThatIsStoppedWhileItLooksEndsAtOnce() {
        Trainer trainer = new Trainer(frozen().set("feature-views", 3)
                .output(folder.resolve("stopped").toString())
                .build());
        trainer.requestStop();
        TrainingResult result = trainer.run();
        assertThat(result.stopped()).isTrue();
        assertThat(result.updates()).isZero();
    }

    @Test
    void keptFeaturesCannotBeMixed() {
        assertThatThrownBy(
                        () -> frozen().set("feature-views", 2).set("mixup", 0.2).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("feature-views")
                .hasMessageContaining("mixup");
    }

    private TrainingConfigBuilder<TrainingConfig> frozen() {
        return settings().epochs(3).dropPath(0).set("freeze", List.of("trunk"));
    }

    private TrainingConfigBuilder<TrainingConfig> settings() {
        return TrainingConfig.builder()
                .data("folder:" + folder)
                .model("test_mambaout")
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .imgSize(SIZE)
                .batchSize(4)
                .lr(1e-2)
                .warmup(0);
    }

    private Parameters train(String name, TrainingConfigBuilder<TrainingConfig> settings) {
        Path output = folder.resolve(name);
        new Trainer(settings.output(output.toString()).build()).run();
        return ModelFile.load(output.resolve("last.safetensors")).model().parameters();
    }

    private void picture(String name, int red, long seed) throws IOException {
        Random noise = new Random(seed);
        BufferedImage image = new BufferedImage(40, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40 * SIZE; i++) {
            image.setRGB(i % 40, i / 40, noise.nextInt(0xBF) + red << 16 | noise.nextInt(1 << 16));
        }
        Path file = folder.resolve(name + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }
}
