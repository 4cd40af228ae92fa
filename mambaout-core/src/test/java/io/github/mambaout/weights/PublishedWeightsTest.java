package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.weights.PublishedWeights.Accuracy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedWeightsTest {

    @Test
    void everyTagThatTimmRegistersIsThere() {
        assertThat(PublishedWeights.all())
                .extracting(PublishedWeights::name)
                .containsExactlyInAnyOrder(
                        "mambaout_femto.in1k",
                        "mambaout_kobe.in1k",
                        "mambaout_tiny.in1k",
                        "mambaout_small.in1k",
                        "mambaout_base.in1k",
                        "mambaout_small_rw.sw_e450_in1k",
                        "mambaout_base_short_rw.sw_e500_in1k",
                        "mambaout_base_tall_rw.sw_e500_in1k",
                        "mambaout_base_wide_rw.sw_e500_in1k",
                        "mambaout_base_plus_rw.sw_e150_in12k_ft_in1k",
                        "mambaout_base_plus_rw.sw_e150_r384_in12k_ft_in1k",
                        "mambaout_base_plus_rw.sw_e150_in12k",
                        "test_mambaout");
    }

    @Test
    void everyModelOfTheZooHasAnEntryInTheZoosOrder() {
        assertThat(PublishedWeights.all().stream().map(PublishedWeights::model).distinct())
                .containsExactlyElementsOf(ModelZoo.names());
    }

    /** Figures of timm's results/results-imagenet.csv. */
    @ParameterizedTest
    @CsvSource({
        "mambaout_femto.in1k, 224, 1.0, 78.880, 94.408, 288, 1.0, 79.912, 95.134",
        "mambaout_kobe.in1k, 224, 1.0, 79.986, 94.982, 288, 1.0, 81.064, 95.682",
        "mambaout_tiny.in1k, 224, 1.0, 82.742, 96.098, 288, 1.0, 83.452, 96.540",
        "mambaout_small.in1k, 224, 1.0, 84.094, 96.626, 288, 1.0, 84.512, 96.970",
        "mambaout_base.in1k, 224, 1.0, 84.194, 96.668, 288, 1.0, 84.730, 96.934",
        "mambaout_small_rw.sw_e450_in1k, 224, 1.0, 84.040, 96.742, 288, 1.0, 84.604, 97.096",
        "mambaout_base_short_rw.sw_e500_in1k, 224, 0.95, 84.364, 96.944, 288, 1.0, 84.842, 97.286",
        "mambaout_base_tall_rw.sw_e500_in1k, 224, 0.95, 84.436, 96.956, 288, 1.0, 84.988, 97.334",
        "mambaout_base_wide_rw.sw_e500_in1k, 224, 0.95, 84.448, 96.872, 288, 1.0, 84.966, 97.222",
        "mambaout_base_plus_rw.sw_e150_in12k_ft_in1k, 224, 1.0, 86.642, 98.150, 288, 1.0, 86.916, 98.238",
        "mambaout_base_plus_rw.sw_e150_r384_in12k_ft_in1k, 384, 1.0, 87.508, 98.428, 384, 1.0, 87.508, 98.428"
    })
    void sizesCropsAndAccuraciesAreThePublishedOnes(
            String name,
            int size,
            double crop,
            double top1,
            double top5,
            int testSize,
            double testCrop,
            double testTop1,
            double testTop5) {
        PublishedWeights weights = PublishedWeights.named(name);

        assertThat(weights.name()).isEqualTo(name);
        assertThat(List.of(
                        weights.preprocessing().height(),
                        weights.preprocessing().width()))
                .containsOnly(size);
        assertThat(weights.preprocessing().cropFraction()).isEqualTo(crop);
        assertThat(weights.atInputSize().accuracy()).contains(new Accuracy(top1, top5));
        assertThat(List.of(
                        weights.preprocessingAtTestSize().height(),
                        weights.preprocessingAtTestSize().width()))
                .containsOnly(testSize);
        assertThat(weights.preprocessingAtTestSize().cropFraction()).isEqualTo(testCrop);
        assertThat(weights.atTestSize().accuracy()).contains(new Accuracy(testTop1, testTop5));
    }

    @Test
    void allAreResizedBicubicallyAndNormalisedAsImageNet() {
        for (PublishedWeights weights : PublishedWeights.all()) {
            Preprocessing expected = Preprocessing.imageNet(
                            weights.preprocessing().height())
                    .withCropFraction(weights.preprocessing().cropFraction())
                    .withCropMode(weights.name().contains("_r384_") ? CropMode.SQUASH : CropMode.CENTER)
                    .withInterpolation(Interpolation.BICUBIC, true);

            assertThat(weights.preprocessing()).as(weights.name()).isEqualTo(expected);
            assertThat(weights.preprocessingAtTestSize())
                    .as(weights.name())
                    .isEqualTo(expected.withSize(
                                    weights.preprocessingAtTestSize().height(),
                                    weights.preprocessingAtTestSize().width())
                            .withCropFraction(1));
        }
    }

    @Test
    void modelsNameMeansItsDefaultWeights() {
        assertThat(PublishedWeights.named("mambaout_base_plus_rw").name())
                .isEqualTo("mambaout_base_plus_rw.sw_e150_in12k_ft_in1k");
        assertThat(PublishedWeights.named("mambaout_tiny").hfHubId()).contains("timm/mambaout_tiny.in1k");
    }

    @Test
    void configurationHasTheWeightsClassesAndSize() {
        MambaOutConfig twelveThousand =
                PublishedWeights.named("mambaout_base_plus_rw.sw_e150_in12k").config();
        MambaOutConfig large = PublishedWeights.named("mambaout_base_plus_rw.sw_e150_r384_in12k_ft_in1k")
                .config();

        MambaOutConfig zoo = ModelZoo.config("mambaout_base_plus_rw");
        assertThat(twelveThousand).isEqualTo(zoo.toBuilder().numClasses(11_821).build());
        assertThat(large).isEqualTo(zoo.toBuilder().imgSize(384).build());
    }

    @Test
    void defaultWeightsBelongToTheZoosConfiguration() {
        for (String model : ModelZoo.names()) {
            assertThat(PublishedWeights.named(model).config()).isEqualTo(ModelZoo.config(model));
        }
    }

    @Test
    void weightsAreFoundByTheNetworkTheyFit() {
        MambaOutConfig plus = ModelZoo.config("mambaout_base_plus_rw");

        assertThat(PublishedWeights.fitting(plus)).map(PublishedWeights::tag).contains("sw_e150_in12k_ft_in1k");
        assertThat(PublishedWeights.fitting(plus.toBuilder().numClasses(11_821).build()))
                .map(PublishedWeights::tag)
                .contains("sw_e150_in12k");
        assertThat(PublishedWeights.fitting(plus.toBuilder().numClasses(37).build()))
                .isEmpty();
        assertThat(PublishedWeights.fitting(plus.toBuilder().inChans(1).build()))
                .isEmpty();
    }

    @Test
    void classesHaveTheirNames() {
        List<String> names = PublishedWeights.named("mambaout_tiny.in1k").classNames();

        assertThat(names).hasSize(1000);
        assertThat(names.get(0)).isEqualTo("tench, Tinca tinca");
        assertThat(names.get(207)).isEqualTo("golden retriever");
        assertThat(names.get(281)).isEqualTo("tabby, tabby cat");
        assertThat(names.get(517)).isEqualTo("crane");
        assertThat(names.get(985)).isEqualTo("daisy");
        assertThat(names.get(999)).isEqualTo("toilet tissue, toilet paper, bathroom tissue");
    }

    @Test
    void everySetOfClassesHasAsManyNames() {
        for (ImageNetClasses classes : ImageNetClasses.values()) {
            assertThat(classes.names())
                    .as(classes.toString())
                    .hasSize(classes.count())
                    .noneMatch(String::isBlank);
        }
    }

    @Test
    void testModelHasNeitherPublishedWeightsNorNamesForItsClasses() {
        PublishedWeights test = PublishedWeights.named("test_mambaout");

        assertThat(test.hfHubId()).isEmpty();
        assertThat(test.classNames()).isEmpty();
        assertThat(test.atInputSize().accuracy()).isEqualTo(Optional.empty());
        assertThat(test.preprocessing().height()).isEqualTo(160);
        assertThat(test.preprocessingAtTestSize().height()).isEqualTo(192);
    }

    @Test
    void unknownNameIsAnsweredWithNearOnes() {
        assertThatThrownBy(() -> PublishedWeights.named("mambaout_base_plus_rw.sw_e150_r384_in1k"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mambaout_base_plus_rw.sw_e150_r384_in1k'")
                .hasMessageContaining("Did you mean mambaout_base_plus_rw.sw_e150_")
                .hasMessageContaining("mambaout_base_plus_rw.sw_e150_r384_in12k_ft_in1k");
    }
}
