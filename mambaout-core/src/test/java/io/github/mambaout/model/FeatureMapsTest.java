package io.github.mambaout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.GlobalPool;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureMapsTest {
    private static final MambaOut MODEL = MambaOut.create("test_mambaout");

    private static List<Shape> shapes(int height, int width, OutIndices wanted) {
        Tensor pictures = Formula.pictures("input", 2, 3, height, width);
        try (Execution execution = Execution.on(Compute.shared())) {
            return MODEL.featureMaps(pictures, wanted, execution).stream()
                    .map(Tensor::shape)
                    .toList();
        }
    }

    /** A stride of 2 with one pixel of padding leaves ⌈n/2⌉, in the stem twice. */
    @ParameterizedTest
    @CsvSource({
        "32, 32,    8, 8,   4, 4,  2, 2,  1, 1",
        "33, 50,    9, 13,  5, 7,  3, 4,  2, 2",
        "224, 64,   56, 16, 28, 8, 14, 4, 7, 2",
        "37, 65,    10, 17, 5, 9,  3, 5,  2, 3",
        "1, 5,      1, 2,   1, 1,  1, 1,  1, 1"
    })
    void everySizeOfPictureGivesMapsOfHalvedSides(
            int height, int width, int h0, int w0, int h1, int w1, int h2, int w2, int h3, int w3) {
        assertThat(shapes(height, width, OutIndices.last(4)))
                .containsExactly(
                        Shape.of(2, h0, w0, 16),
                        Shape.of(2, h1, w1, 32),
                        Shape.of(2, h2, w2, 48),
                        Shape.of(2, h3, w3, 64));
        try (Execution execution = Execution.on(Compute.shared())) {
            Tensor logits = MODEL.forward(Formula.pictures("input", 2, 3, height, width), execution);
            assertThat(logits.shape()).isEqualTo(Shape.of(2, 1000));
            assertThat(logits.toArray()).doesNotContain(Float.NaN);
        }
    }

    @Test
    void selectedStagesComeInTheirOrderEachOnce() {
        assertThat(shapes(64, 64, OutIndices.of(-1, 1, 3)))
                .containsExactly(Shape.of(2, 8, 8, 32), Shape.of(2, 2, 2, 64));
        assertThat(shapes(64, 64, OutIndices.of(0))).containsExactly(Shape.of(2, 16, 16, 16));
        assertThat(OutIndices.last(2).in(4)).containsExactly(2, 3);
    }

    @Test
    void selectedMapsAreThoseOfTheWholeNetwork() {
        Tensor pictures = Formula.pictures("input", 1, 3, 40, 48);
        try (Execution execution = Execution.on(Compute.shared())) {
            List<Tensor> all = MODEL.featureMaps(pictures, execution);
            List<Tensor> some = MODEL.featureMaps(pictures, OutIndices.of(0, -2), execution);

            assertThat(some.get(0).toArray()).isEqualTo(all.get(0).toArray());
            assertThat(some.get(1).toArray()).isEqualTo(all.get(2).toArray());
        }
    }

    @Test
    void indexOfNoStageIsRefusedWithTheRange() {
        assertThatThrownBy(() -> OutIndices.of(4).in(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("out_indices: there is no stage 4; the network has 4, so indices go from -4 to 3");
        assertThatThrownBy(() -> OutIndices.last(5).in(4)).hasMessageContaining("no stage -5");
        assertThatThrownBy(() -> OutIndices.last(0)).hasMessageContaining("at least one stage");
    }

    @Test
    void featureInfoTellsChannelsAndReductionOfEveryStage() {
        assertThat(ModelZoo.config("mambaout_tiny").featureInfo())
                .containsExactly(
                        new FeatureInfo(0, 96, 4),
                        new FeatureInfo(1, 192, 8),
                        new FeatureInfo(2, 384, 16),
                        new FeatureInfo(3, 576, 32));
        assertThat(new FeatureInfo(2, 384, 16).module()).isEqualTo("stages.2");
    }

    @Test
    void networkWithoutPoolingAnswersForEveryPixelOfTheLastMap() {
        MambaOutConfig config = ModelZoo.config("test_mambaout").toBuilder()
                .globalPool(GlobalPool.NONE)
                .numClasses(7)
                .build();

        assertThat(MambaOut.create(config, 0).outputShape(Shape.of(2, 96, 64, 3)))
                .isEqualTo(Shape.of(2, 3, 2, 7));
    }
}
