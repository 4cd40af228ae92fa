package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.image.AffineFilter;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureFiles;
import io.github.mambaout.image.Rgb;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class RandAugmentOperationTest {
    private static final Picture INPUT = PictureFiles.read("augment-input.png");
    private static final Resampling RESAMPLING = new Resampling(AffineFilter.BICUBIC, new Rgb(124, 116, 104));

    private static RandAugmentOperation named(String timmName) {
        return Arrays.stream(RandAugmentOperation.values())
                .filter(operation -> operation.timmName().equals(timmName))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/images/augment.csv", numLinesToSkip = 1)
    void answersOfTimmAreEqualledBitForBit(
            String operation, double magnitude, boolean negated, Double argument, String pixels) {
        RandAugmentOperation tested = named(operation);
        assertThat(tested.strength(magnitude, negated)).isEqualTo(argument == null ? 0 : argument);
        assertThat(PictureFiles.hash(tested.apply(INPUT, magnitude, negated, RESAMPLING)))
                .isEqualTo(pixels);
    }

    @ParameterizedTest
    @CsvSource({"Rotate, rotate", "Equalize, equalize", "SharpnessIncreasing, sharpness"})
    void answersOfTimmLookAsTheirPictures(String operation, String picture) {
        Picture expected = PictureFiles.read("augmented-" + picture + ".png");
        assertThat(named(operation).apply(INPUT, 9, false, RESAMPLING).rgb()).isEqualTo(expected.rgb());
    }

    @Test
    void increasingOperationsAreThoseOfTheAnswers() {
        List<String> names = OperationSet.increasing().operations().stream()
                .map(RandAugmentOperation::timmName)
                .toList();
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "AutoContrast",
                        "Equalize",
                        "Invert",
                        "Rotate",
                        "PosterizeIncreasing",
                        "SolarizeIncreasing",
                        "SolarizeAdd",
                        "ColorIncreasing",
                        "ContrastIncreasing",
                        "BrightnessIncreasing",
                        "SharpnessIncreasing",
                        "ShearX",
                        "ShearY",
                        "TranslateXRel",
                        "TranslateYRel");
    }

    @ParameterizedTest
    @CsvSource({
        // what timm's LEVEL_TO_ARG says: int(m / 10 * 4), int(m / 10 * 256), m / 10 * 1.8 + 0.1
        "Posterize, 0, 0",
        "Posterize, 9, 3",
        "Posterize, 10, 4",
        "Posterize, 30, 8",
        "PosterizeIncreasing, 30, 0",
        "Solarize, 9, 230",
        "Solarize, 10, 256",
        "Solarize, 12, 256",
        "SolarizeIncreasing, 12, 0",
        "SolarizeAdd, 12, 128",
        "Color, 0, 0.1",
        "Contrast, 9, 1.72",
        "Brightness, 10, 1.9",
        "Sharpness, 5, 1",
        "BrightnessIncreasing, 15, 2.35",
        "Desaturate, 0, 0.5",
        "Desaturate, 5, 0.25",
        "Desaturate, 12, 0",
        "GaussianBlur, 0, 0.1",
        "GaussianBlur, 10, 2",
        "GaussianBlur, 20, 2"
    })
    void strengthFollowsFromTheMagnitude(String operation, double magnitude, double strength) {
        assertThat(named(operation).strength(magnitude, false)).isCloseTo(strength, within(1e-12));
    }

    @Test
    void enhancementsNeverFallBelowATenth() {
        assertThat(RandAugmentOperation.COLOR_INCREASING.strength(15, true)).isEqualTo(0.1);
    }
}
