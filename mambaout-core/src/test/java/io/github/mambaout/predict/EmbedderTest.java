package io.github.mambaout.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedderTest {
    private static final SavedModel SAVED = SmallModel.saved();

    private static Embedder embedder(Features features) {
        return Embedder.of(SAVED, Compute.shared(), features);
    }

    private static Tensor input() {
        return SAVED.metadata().preprocessing().apply(SmallModel.random(3));
    }

    private static Tensor map(int stage) {
        try (Execution execution = Execution.on(Compute.shared())) {
            Tensor map = SAVED.model().featureMaps(input(), execution).get(stage);
            return Tensor.of(map.shape(), map.toArray());
        }
    }

    @Test
    void preLogitsAreWhatEntersTheClassifier() {
        try (Embedder embedder = embedder(Features.parse("pre-logits"));
                Classifier classifier = Classifier.of(SAVED, Compute.shared())) {
            Embedding embedding = embedder.embed(SmallModel.random(3));
            assertThat(embedding.shape()).isEqualTo(Shape.of(64));
            float[] entering = embedding.values();
            Tensor weight = SAVED.model().parameters().get("head.fc.weight").value();
            Tensor bias = SAVED.model().parameters().get("head.fc.bias").value();
            float[] logits = classifier.classify(SmallModel.random(3)).logits();
            for (int k = 0; k < logits.length; k++) {
                double logit = bias.get(k);
                for (int c = 0; c < entering.length; c++) {
                    logit += (double) weight.get(k * entering.length + c) * entering[c];
                }
                assertThat((double) logits[k]).isCloseTo(logit, within(1e-5));
            }
        }
    }

    @Test
    void pooledFeaturesAreTheMeanOfTheLastMap() {
        Tensor last = map(1);
        int pixels = last.shape().size(1) * last.shape().size(2);
        try (Embedder embedder = embedder(Features.parse("pooled"))) {
            float[] pooled = embedder.embed(SmallModel.random(3)).values();
            assertThat(pooled).hasSize(16);
            for (int c = 0; c < 16; c++) {
                double sum = 0;
                for (int i = 0; i < pixels; i++) {
                    sum += last.get(i * 16 + c);
                }
                assertThat((double) pooled[c]).isCloseTo(sum / pixels, within(1e-6));
            }
        }
    }

    @Test
    void mapOfAStageIsGivenAsItIs() {
        for (int stage = 0; stage < 2; stage++) {
            Tensor map = map(stage);
            try (Embedder embedder = embedder(Features.parse("stage" + stage))) {
                Embedding embedding = embedder.embed(SmallModel.random(3));
                int side = 8 >> stage;
                assertThat(embedding.shape()).isEqualTo(Shape.of(side, side, 8 << stage));
                assertThat(embedding.values()).containsExactly(map.toArray());
            }
        }
    }

    @Test
    void modelWithoutClassesIsEmbeddedAndStreamed(@TempDir Path folder) throws IOException {
        MambaOutConfig config = SAVED.model().config().toBuilder().numClasses(0).build();
        MambaOut model = SAVED.model().withClasses(0, 0);
        List<Path> files = List.of(
                SmallModel.picture(folder, "odd-grey.jpg"),
                folder.resolve("absent.png"),
                SmallModel.picture(folder, "odd-alpha.png"));
        try (Embedder without = Embedder.of(
                        new SavedModel(model, ModelMetadata.of(config)), Compute.shared(), new Features.PreLogits());
                Embedder with = embedder(new Features.PreLogits())) {
            List<Outcome<Embedding>> outcomes = without.stream(files).toList();
            assertThat(outcomes.get(0).orElseThrow().values())
                    .containsExactly(with.embed(files.get(0)).values());
            assertThat(outcomes.get(1)).isInstanceOf(Outcome.Unreadable.class);
            assertThat(outcomes.get(2).orElseThrow().values())
                    .containsExactly(with.embed(files.get(2)).values());
        }
    }

    @Test
    void stageThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> embedder(new Features.Stage(2)))
                .hasMessageContaining("stage0 to stage1")
                .hasMessageContaining("stage2");
        assertThatThrownBy(() -> Features.parse("logits"))
                .hasMessageContaining("'logits'")
                .hasMessageContaining("pooled");
    }

    @Test
    void normalisedEmbeddingHasLengthOneAndTheSameDirection() {
        Embedding embedding = new Embedding(Shape.of(2), new float[] {3, -4});
        assertThat(embedding.normalized().values()).containsExactly(0.6f, -0.8f);
        assertThat(new Embedding(Shape.of(2), new float[2]).normalized().values())
                .containsExactly(0, 0);
    }

    @Test
    void cosineIsOneForTheSameDirectionAndZeroForARightAngle() {
        Embedding embedding = new Embedding(Shape.of(2), new float[] {3, -4});
        assertThat(embedding.cosine(new Embedding(Shape.of(2), new float[] {6, -8})))
                .isCloseTo(1, within(1e-12));
        assertThat(embedding.cosine(new Embedding(Shape.of(2), new float[] {4, 3})))
                .isZero();
        assertThat(embedding.cosine(new Embedding(Shape.of(2), new float[2]))).isZero();
        assertThatThrownBy(() -> embedding.cosine(new Embedding(Shape.of(1), new float[1])))
                .hasMessageContaining("[2]")
                .hasMessageContaining("[1]");
    }

    @Test
    void featuresThatAreNotFiniteAreRefused() {
        assertThatThrownBy(() -> new Embedding(Shape.of(2), new float[] {1, Float.NaN}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not finite");
    }
}
