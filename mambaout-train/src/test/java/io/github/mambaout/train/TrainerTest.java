package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.train.checkpoint.RunFolderException;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.SavedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    Path folder;

    @Test
    void runLeavesWeightsFiguresAndAReport() throws IOException {
        picturesOfTwoColours();
        Path output = folder.resolve("runs/a");
        TrainingResult result = new Trainer(small(output).epochs(8).lr(2e-3).build()).run();
        assertThat(result.stopped()).isFalse();
        assertThat(result.updates()).isEqualTo(8 * 4);
        assertThat(result.evaluations()).hasSize(8);
        assertThat(result.last().orElseThrow().evaluation().pictures()).isEqualTo(4);
        assertThat(result.best().orElseThrow().evaluation().top1Share()).isEqualTo(1);
        assertThat(output)
                .isDirectoryContaining("glob:**/best.safetensors")
                .isDirectoryContaining("glob:**/last.safetensors")
                .isDirectoryContaining("glob:**/config.yaml");
        assertThat(Files.readAllLines(output.resolve("metrics.csv"))).hasSize(1 + 2 * 8);
        assertThat(Files.readString(output.resolve("report.html")))
                .contains("Confusion matrix", "What the network was shown", "blue", "data:image/png;base64,");
        assertThat(Files.readAllLines(output.resolve("metrics.jsonl"))).hasSize(2 * 8);
        assertThat(output).isDirectoryContaining("glob:**/events.out.tfevents.*");
        SavedModel saved = ModelFile.load(result.folder().best());
        assertThat(saved.metadata().classNames()).containsExactly("blue", "red");
        assertThat(saved.metadata().preprocessing().height()).isEqualTo(32);
        assertThat(saved.metadata().provenance().options()).containsEntry("lr", "0.002");
        assertThat(TrainingConfigFile.read(result.folder().config()))
                .isEqualTo(small(output).epochs(8).lr(2e-3).build());
    }

    @Test
    void listenerIsToldEveryStep() throws IOException {
        picturesOfTwoColours();
        List<String> told = new ArrayList<>();
        new Trainer(small(folder.resolve("run")).epochs(1).build(), new TrainingListener() {
                    @Override
                    public void started(RunPlan plan) {
                        told.add("started " + plan.updates());
                    }

                    @Override
                    public void updated(TrainingProgress progress) {
                        told.add("updated " + progress.updates());
                    }

                    @Override
                    public void evaluated(EpochMetrics metrics) {
                        told.add("evaluated " + metrics.update());
                    }

                    @Override
                    public void saved(Path file) {
                        told.add("saved " + file.getFileName());
                    }

                    @Override
                    public void finished(TrainingResult result) {
                        told.add("finished " + result.updates());
                    }
                })
                .run();
        assertThat(told)
                .containsExactly(
                        "started 4",
                        "updated 1",
                        "updated 2",
                        "updated 3",
                        "updated 4",
                        "evaluated 4",
                        "saved best.safetensors",
                        "saved last.safetensors",
                        "finished 4");
    }

    @Test
    void stopRequestSavesTheWeightsReachedSoFar() throws IOException {
        picturesOfTwoColours();
        Path output = folder.resolve("stopped");
        List<Trainer> trainers = new ArrayList<>();
        Trainer trainer = new Trainer(small(output).epochs(100).build(), new TrainingListener() {
            @Override
            public void updated(TrainingProgress progress) {
                if (progress.updates() == 6) {
                    trainers.get(0).requestStop();
                }
            }
        });
        trainers.add(trainer);
        TrainingResult result = trainer.run();
        assertThat(result.stopped()).isTrue();
        assertThat(result.updates()).isEqualTo(6);
        assertThat(ModelFile.load(output.resolve("last.safetensors"))
                        .metadata()
                        .provenance()
                        .options())
                .containsEntry("updates", "6");
    }

    @Test
    void lossThatIsNoNumberStopsTheRunAndKeepsTheLastGoodWeights() throws IOException {
        picturesOfTwoColours();
        Path output = folder.resolve("diverged");
        TrainingConfig wild = small(output).epochs(10).lr(1e30).warmup(3).build();
        assertThatThrownBy(() -> new Trainer(wild).run())
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("training stopped")
                .hasMessageContaining("at update ")
                .hasMessageContaining("last.safetensors");
        SavedModel kept = ModelFile.load(output.resolve("last.safetensors"));
        float[] weights = kept.model().parameters().flat().toArray();
        for (float weight : weights) {
            assertThat(weight).isFinite();
        }
    }

    @Test
    void weightsOfAFileAreWhereTheRunBegins() throws IOException {
        picturesOfTwoColours();
        TrainingResult first =
                new Trainer(small(folder.resolve("first")).epochs(8).lr(2e-3).build()).run();
        TrainingResult second = new Trainer(small(folder.resolve("second"))
                        .model("")
                        .weights(first.folder().last().toString())
                        .maxUpdates(1)
                        .lr(1e-9)
                        .build())
                .run();
        assertThat(second.last().orElseThrow().evaluation().top1())
                .isEqualTo(first.last().orElseThrow().evaluation().top1());
    }

    @Test
    void weightsForOtherClassesGoOnWithANewClassifier() throws IOException {
        picturesOfTwoColours();
        TrainingResult first =
                new Trainer(small(folder.resolve("first")).maxUpdates(1).build()).run();
        picture("train/green/a.png", 0x00FF00);
        picture("val/green/b.png", 0x00FF00);
        TrainingResult second = new Trainer(small(folder.resolve("second"))
                        .weights(first.folder().last().toString())
                        .epochs(6)
                        .lr(2e-3)
                        .build())
                .run();
        assertThat(ModelFile.metadata(second.folder().best()).classNames()).containsExactly("blue", "green", "red");
        assertThat(second.best().orElseThrow().evaluation().top1Share()).isGreaterThan(0.7);
    }

    @Test
    void outputThatCannotBeWrittenIsRefusedBeforeTraining() throws IOException {
        picturesOfTwoColours();
        Path file = folder.resolve("a file");
        Files.writeString(file, "in the way");
        assertThatThrownBy(
                        () -> new Trainer(small(file.resolve("run")).epochs(1).build()).run())
                .isInstanceOf(RunFolderException.class)
                .hasMessageContaining("a file")
                .hasMessageContaining("Choose another folder");
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnownOnes() throws IOException {
        picturesOfTwoColours();
        Path output = folder.resolve("run");
        assertThatThrownBy(
                        () -> new Trainer(small(output).model("mambaout_tinny").build()).run())
                .hasMessageContaining("mambaout_tiny");
        assertThatThrownBy(() -> new Trainer(small(output)
                                .modelOptions(Map.of("kernel", "5"))
                                .build())
                        .run())
                .hasMessageContaining("no property 'kernel'")
                .hasMessageContaining("kernel_size");
        assertThatThrownBy(() -> new Trainer(small(output)
                                .modelOptions(Map.of("kernel_size", "big"))
                                .build())
                        .run())
                .hasMessageContaining("kernel_size cannot be 'big'");
        assertThatThrownBy(() -> new Trainer(small(output)
                                .modelOptions(Map.of("kernel_size", "4"))
                                .build())
                        .run())
                .hasMessageContaining("must be odd");
        assertThatThrownBy(() -> new Trainer(small(output)
                                .modelOptions(Map.of("global_pool", "sum"))
                                .build())
                        .run())
                .hasMessageContaining("global_pool cannot be 'sum'; it can be 'avg', 'max', 'avgmax', ''");
        assertThatThrownBy(() -> new Trainer(small(output)
                                .modelOptions(Map.of("global_pool", ""))
                                .build())
                        .run())
                .hasMessageContaining("global_pool is empty");
        assertThatThrownBy(() -> new Trainer(small(output).batchSize(100).build()).run())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("batch of 100");
        assertThat(output).doesNotExist();
    }

    @Test
    void unreadablePicturesAreSkippedAndCounted() throws IOException {
        picturesOfTwoColours();
        Files.writeString(folder.resolve("train/red/text.jpg"), "text");
        Files.writeString(folder.resolve("val/red/text.jpg"), "text");
        TrainingResult result =
                new Trainer(small(folder.resolve("run")).epochs(2).build()).run();
        assertThat(result.skipped()).hasSize(2);
        assertThat(result.last().orElseThrow().evaluation().pictures()).isEqualTo(4);
        assertThat(Files.readString(result.folder().report())).contains("text.jpg");
    }

    private TrainingConfigBuilder<TrainingConfig> small(Path output) {
        return TrainingConfig.builder()
                .data("folder:" + folder)
                .model("test_mambaout")
                .imgSize(32)
                .batchSize(2)
                .warmup(0)
                .logEvery(4)
                .threads(1)
                .output(output.toString());
    }

    private void picturesOfTwoColours() throws IOException {
        for (int i = 0; i < 4; i++) {
            picture("train/red/" + i + ".png", 0xD00000 + i * 0x080808);
            picture("train/blue/" + i + ".png", 0x0000D0 + i * 0x080808);
        }
        for (int i = 0; i < 2; i++) {
            picture("val/red/" + i + ".png", 0xD80000 + i * 0x080808);
            picture("val/blue/" + i + ".png", 0x0000D8 + i * 0x080808);
        }
    }

    private void picture(String path, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, rgb);
        }
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }
}
