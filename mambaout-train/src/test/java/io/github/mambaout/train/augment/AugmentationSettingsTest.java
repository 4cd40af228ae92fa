package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.image.AffineFilter;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.image.Rgb;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentationSettingsTest {
    private static final Preprocessing INPUT = Preprocessing.imageNet(224);
    private static final RandomResizedCrop CROP =
            new RandomResizedCrop(224, 224, new Range(0.08, 1), new Range(3.0 / 4, 4.0 / 3), TrainingFilter.RANDOM);

    @Test
    void recipeOfThePaperIsPutTogether() {
        AugmentationSettings settings = AugmentationSettings.mambaOut();
        assertThat(settings.pictureAugmentations(INPUT))
                .containsExactly(
                        CROP,
                        new HorizontalFlip(0.5),
                        new RandAugment(
                                new RandAugmentSettings(9, 2, 0.5, 0.5, 10, OperationSet.increasing()),
                                TrainingFilter.RANDOM,
                                new Rgb(124, 116, 104)));
        assertThat(settings.inputAugmentations())
                .containsExactly(new RandomErasing(
                        0.25, ErasingMode.PIXEL, new Range(0.02, 1.0 / 3), new Range(0.3, 1 / 0.3), 1, 1, 10));
    }

    @Test
    void defaultsOfTimmArePutTogether() {
        AugmentationSettings settings = AugmentationSettings.usual();
        assertThat(settings.pictureAugmentations(INPUT))
                .containsExactly(CROP, new HorizontalFlip(0.5), new ColorJitter(0.4, 0.4, 0.4, 0, 1));
        assertThat(settings.inputAugmentations()).isEmpty();
    }

    @Test
    void nothingIsNothing() {
        assertThat(AugmentationSettings.none().pictureAugmentations(INPUT)).isEmpty();
        assertThat(AugmentationSettings.none().inputAugmentations()).isEmpty();
    }

    @Test
    void anythingRandomChangesPictures() {
        AugmentationSettings none = AugmentationSettings.none();
        assertThat(none.changeNothing()).isTrue();
        assertThat(none.toBuilder().scale(new Range(0.5, 1)).build().changeNothing())
                .isTrue();
        assertThat(List.of(
                        none.toBuilder()
                                .trainCropMode(TrainingCrop.RANDOM_RESIZED)
                                .build(),
                        none.toBuilder().hflip(0.1).build(),
                        none.toBuilder().vflip(0.1).build(),
                        none.toBuilder().aa("rand-m1").build(),
                        none.toBuilder().colorJitter(List.of(0.1)).build(),
                        none.toBuilder().reprob(0.1).build()))
                .noneMatch(AugmentationSettings::changeNothing);
    }

    @Test
    void everySettingReachesItsPart() {
        AugmentationSettings settings = AugmentationSettings.usual().toBuilder()
                .scale(new Range(0.2, 0.9))
                .ratio(new Range(1, 2))
                .trainInterpolation(TrainingFilter.BICUBIC)
                .hflip(0)
                .vflip(0.2)
                .aa("trivial")
                .colorJitter(List.of(0.1, 0.2, 0.3, 0.04))
                .colorJitterProb(0.8)
                .forceColorJitter(true)
                .reprob(0.3)
                .remode(ErasingMode.COLOR)
                .recount(2)
                .reArea(new Range(0.1, 0.2))
                .reAspect(new Range(1, 2))
                .reAttempts(3)
                .build();
        assertThat(settings.pictureAugmentations(INPUT.withSize(160, 192)))
                .containsExactly(
                        new RandomResizedCrop(160, 192, new Range(0.2, 0.9), new Range(1, 2), TrainingFilter.BICUBIC),
                        new VerticalFlip(0.2),
                        new TrivialAugment(new Resampling(AffineFilter.NEAREST, Rgb.BLACK)),
                        new ColorJitter(0.1, 0.2, 0.3, 0.04, 0.8));
        assertThat(settings.inputAugmentations())
                .containsExactly(
                        new RandomErasing(0.3, ErasingMode.COLOR, new Range(0.1, 0.2), new Range(1, 2), 1, 2, 3));
        assertThat(settings.toBuilder().build()).isEqualTo(settings);
    }

    @Test
    void colourJitterRestsBesideAPolicyButForThreeAugment() {
        AugmentationSettings.Builder builder = AugmentationSettings.usual().toBuilder();
        assertThat(builder.aa("rand-m9-inc1").build().pictureAugmentations(INPUT))
                .noneMatch(ColorJitter.class::isInstance);
        assertThat(builder.aa("rand-n1-t3a").build().pictureAugmentations(INPUT))
                .anyMatch(ColorJitter.class::isInstance);
        assertThat(builder.aa("rand-m9").forceColorJitter(true).build().pictureAugmentations(INPUT))
                .anyMatch(ColorJitter.class::isInstance);
        assertThat(builder.colorJitter(List.of(0.0)).build().colorJitter()).isEmpty();
        assertThat(builder.colorJitter(List.of()).build().pictureAugmentations(INPUT))
                .noneMatch(ColorJitter.class::isInstance);
    }

    @Test
    void jsonHasTimmsNamesAndKeepsEveryField() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        String text = json.writeValueAsString(AugmentationSettings.mambaOut());
        assertThat(text)
                .isEqualTo(
                        "{\"train-crop-mode\":\"rrc\",\"scale\":[0.08,1.0],\"ratio\":[0.75,1.3333333333333333],"
                                + "\"train-interpolation\":\"random\",\"flip\":0.5,\"vflip\":0.0,\"aa\":\"rand-m9-mstd0.5-inc1\","
                                + "\"color-jitter\":[0.4],\"color-jitter-prob\":1.0,\"force-color-jitter\":false,\"reprob\":0.25,"
                                + "\"remode\":\"pixel\",\"recount\":1,\"re-area\":[0.02,0.3333333333333333],\"re-aspect\":[0.3,3.3333333333333335],\"re-attempts\":10}");
        assertThat(json.readValue(text, AugmentationSettings.class)).isEqualTo(AugmentationSettings.mambaOut());
    }

    @Test
    void whatAFileLeavesOutKeepsItsDefault() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        String text = "{\"scale\":[0.35,1],\"remode\":\"pixel\",\"color-jitter\":[]}";
        assertThat(json.readValue(text, AugmentationSettings.class))
                .isEqualTo(AugmentationSettings.builder()
                        .scale(new Range(0.35, 1))
                        .remode(ErasingMode.PIXEL)
                        .colorJitter(List.of())
                        .build());
        assertThatThrownBy(() -> json.readValue("{\"scale\":null}", AugmentationSettings.class))
                .hasMessageContaining("scale has no value");
        assertThatThrownBy(() -> json.readValue("{\"scales\":[0,1]}", AugmentationSettings.class))
                .hasMessageContaining("scales");
    }

    @Test
    void impossibleSettingsAreRefusedWhenBuilt() {
        AugmentationSettings.Builder builder = AugmentationSettings.usual().toBuilder();
        assertThatThrownBy(() -> builder.aa("augmix-m3").build())
                .hasMessageContaining("'augmix-m3' is no augmentation policy")
                .hasMessageContaining("trivial");
        assertThatThrownBy(() -> builder.aa("rand-q9").build()).hasMessageContaining("'q9'");
        builder.aa("");
        assertThatThrownBy(() -> builder.colorJitter(List.of(0.1, 0.2)).build()).hasMessageContaining("[0.1, 0.2]");
        builder.colorJitter(List.of());
        assertThatThrownBy(() -> builder.hflip(1.5).build()).hasMessageContaining("1.5");
        builder.hflip(0);
        assertThatThrownBy(() -> builder.reprob(-1).build()).hasMessageContaining("-1.0");
    }
}
