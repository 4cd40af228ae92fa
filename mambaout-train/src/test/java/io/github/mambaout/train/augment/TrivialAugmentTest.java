package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.image.AffineFilter;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureFiles;
import io.github.mambaout.image.Rgb;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.train.augment.TrivialAugment.Choice;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrivialAugmentTest {
    private static final Resampling RESAMPLING = new Resampling(AffineFilter.NEAREST, Rgb.BLACK);

    @ParameterizedTest
    @CsvSource({
        // torchvision's space: linspace(0, 0.99, 31), int(linspace(0, 32, 31)), linspace(0, 135, 31),
        // 8 - round(arange(31) / 5), linspace(255, 0, 31)
        "SHEAR_X, 30, 1, 0.99", "SHEAR_Y, 10, -1, -0.33", "TRANSLATE_X, 15, 1, 16", "TRANSLATE_X, 29, -1, -30",
        "TRANSLATE_Y, 30, 1, 32", "TRANSLATE_Y, 1, 1, 1", "ROTATE, 30, -1, -135", "ROTATE, 1, 1, 4.5",
        "BRIGHTNESS, 30, -1, 0.01", "COLOR, 30, 1, 1.99", "CONTRAST, 0, 1, 1", "SHARPNESS, 10, 1, 1.33",
        "POSTERIZE, 0, 1, 8", "POSTERIZE, 2, 1, 8", "POSTERIZE, 3, 1, 7", "POSTERIZE, 30, -1, 2",
        "SOLARIZE, 0, 1, 255", "SOLARIZE, 2, -1, 238", "SOLARIZE, 30, 1, 0"
    })
    void strengthsAreTorchvisions(Choice choice, int step, int sign, double expected) {
        assertThat(choice.strength.of(step, sign)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void everyResultOfTheSpaceIsDrawnAsOftenAsItShould() {
        Picture picture = PictureFiles.made(40, 36);
        Map<Picture, Double> chances = new HashMap<>();
        double cells = Choice.values().length * (TrivialAugment.STEPS + 1) * 2.0;
        for (Choice choice : Choice.values()) {
            for (int step = 0; step <= TrivialAugment.STEPS; step++) {
                for (int sign : new int[] {1, -1}) {
                    Picture result = choice.operation.apply(picture, choice.strength.of(step, sign), RESAMPLING);
                    chances.merge(result, 1 / cells, Double::sum);
                }
            }
        }
        // 10 operations with two directions, of which the weakest does nothing in most, and 4 others.
        assertThat(chances).hasSizeGreaterThan(500);
        TrivialAugment trivial = new TrivialAugment(RESAMPLING);
        int pictures = 20_000;
        Map<Picture, Integer> counts = new HashMap<>();
        for (int i = 0; i < pictures; i++) {
            counts.merge(trivial.apply(picture, Randomness.ofSeed(9).at(i)), 1, Integer::sum);
        }
        assertThat(chances.keySet()).containsAll(counts.keySet());
        for (Map.Entry<Picture, Double> chance : chances.entrySet()) {
            double expected = pictures * chance.getValue();
            double deviation = Math.sqrt(expected * (1 - chance.getValue()));
            assertThat((double) counts.getOrDefault(chance.getKey(), 0)).isCloseTo(expected, within(5.5 * deviation));
        }
    }
}
