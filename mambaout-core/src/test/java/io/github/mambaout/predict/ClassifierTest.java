package io.github.mambaout.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.image.UnreadablePictureException;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
    @TempDir
    Path folder;

    private Path saved() {
        Path path = folder.resolve("small.safetensors");
        ModelFile.save(path, SmallModel.saved().model(), SmallModel.saved().metadata());
        return path;
    }

    @Test
    void savedFileAloneIsEnoughToNameWhatIsInAPicture() throws IOException {
        Path photograph = SmallModel.picture(folder, "flower.jpg");
        try (Classifier classifier = Classifier.load(saved())) {
            Classification classification = classifier.classify(photograph);
            Tensor input =
                    Preprocessing.imageNet(32).apply(new io.github.mambaout.image.PictureReader().read(photograph));
            try (Execution execution = Execution.on(Compute.shared())) {
                assertThat(classification.logits())
                        .isEqualTo(SmallModel.saved()
                                .model()
                                .forward(input, execution)
                                .toArray());
            }
            assertThat(classification.top(3))
                    .extracting(Prediction::label)
                    .containsExactlyInAnyOrder("rose", "tulip", "daisy");
            assertThat(classification.top(3).stream()
                            .mapToDouble(Prediction::probability)
                            .sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void manyPicturesAnswerAsOneByOneInOrder() {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
            pictures.add(SmallModel.random(i));
        }
        try (Classifier classifier = Classifier.of(SmallModel.saved(), Compute.shared())) {
            List<Classification> together = classifier.classifyPictures(pictures);
            assertThat(together).hasSize(37);
            for (int i = 0; i < 37; i++) {
                assertThat(together.get(i).logits())
                        .containsExactly(classifier.classify(pictures.get(i)).logits());
            }
            assertThat(classifier.classifyPictures(List.of())).isEmpty();
        }
    }

    @Test
    void manyThreadsGetTheirOwnAnswers() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (Classifier classifier = Classifier.of(SmallModel.saved(), Compute.shared())) {
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Picture picture = SmallModel.random(i % 5);
                answers.add(threads.submit(() -> classifier.classify(picture).logits()));
            }
            for (int i = 0; i < 60; i++) {
                assertThat(answers.get(i).get())
                        .isEqualTo(classifier.classify(SmallModel.random(i % 5)).logits());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void nd4jArraysAreTakenInAnyOrder() {
        try (Classifier classifier = Classifier.of(SmallModel.saved(), Compute.shared())) {
            Tensor input = Preprocessing.imageNet(32).apply(SmallModel.random(1));
            float[] expected = classifier.classify(input).get(0).logits();
            assertThat(classifier.classify(input.toINDArray().dup('f')).get(0).logits())
                    .isEqualTo(expected);
        }
    }

    @Test
    void inputOfTheWrongShapeIsRefused() {
        try (Classifier classifier = Classifier.of(SmallModel.saved(), Compute.shared())) {
            assertThatThrownBy(() -> classifier.classify(Tensor.zeros(Shape.of(1, 3, 32, 32))))
                    .isInstanceOf(ShapeMismatchException.class)
                    .hasMessageContaining("[1, 3, 32, 32]");
        }
    }

    @Test
    void fileThatIsNoPictureIsRefusedByName() throws IOException {
        List<Path> files =
                List.of(SmallModel.picture(folder, "odd-grey.jpg"), SmallModel.picture(folder, "odd-text.jpg"));
        try (Classifier classifier = Classifier.of(SmallModel.saved(), Compute.shared())) {
            assertThatThrownBy(() -> classifier.classifyFiles(files))
                    .isInstanceOf(UnreadablePictureException.class)
                    .hasMessageContaining("odd-text.jpg");
        }
    }

    @Test
    void modelWithoutClassesIsRefused() {
        MambaOutConfig features =
                SmallModel.saved().model().config().toBuilder().numClasses(0).build();
        SavedModel saved = new SavedModel(MambaOut.create(features, 0), ModelMetadata.of(features));
        assertThatThrownBy(() -> Classifier.of(saved, Compute.shared()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no classes");
    }

    @Test
    void closedClassifierIsRefused() {
        Classifier classifier = Classifier.of(SmallModel.saved(), Compute.shared());
        classifier.close();
        assertThatThrownBy(() -> classifier.classify(SmallModel.random(0))).isInstanceOf(IllegalStateException.class);
    }
}
