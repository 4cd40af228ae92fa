package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureFiles;
import io.github.mambaout.layer.Randomness;
import org.junit.jupiter.api.Test;

class ColorJitterTest {
    private static final int DRAWS = 20_000;
    private static final Randomness RANDOM = Randomness.ofSeed(33);
    private static final Picture GREY = Picture.ofGrey(1, 1, new byte[] {100});
    private static final Picture BLACK_GREY = Picture.ofGrey(2, 1, new byte[] {0, 100});

    @Test
    void brightnessIsMultipliedByAnEvenFactor() {
        ColorJitter jitter = new ColorJitter(0.4, 0, 0, 0, 1);
        Sample.of(DRAWS, i -> jitter.apply(GREY, RANDOM.at(i)).get(0, 0, 0)).isEvenFrom(60, 140);
    }

    @Test
    void contrastIsMultipliedByAnEvenFactor() {
        ColorJitter jitter = new ColorJitter(0, 0.4, 0, 0, 1);
        // Around the mean level of 50, the distance of 50 becomes 30 to 70.
        Sample.of(DRAWS, i -> jitter.apply(BLACK_GREY, RANDOM.at(i)).get(1, 0, 0))
                .isEvenFrom(80, 120);
    }

    @Test
    void saturationIsMultipliedByAnEvenFactor() {
        ColorJitter jitter = new ColorJitter(0, 0, 0.5, 0, 1);
        Picture red = Picture.of(1, 1, new byte[] {117, 60, 60});
        // Luminance 77: the distance of 40 becomes 20 to 60.
        Sample.of(DRAWS, i -> jitter.apply(red, RANDOM.at(i)).get(0, 0, 0)).isEvenFrom(97, 137);
    }

    @Test
    void factorsNeverFallBelowZero() {
        ColorJitter jitter = new ColorJitter(3, 0, 0, 0, 1);
        Picture dark = Picture.ofGrey(1, 1, new byte[] {50});
        Sample.of(DRAWS, i -> jitter.apply(dark, RANDOM.at(i)).get(0, 0, 0)).isEvenFrom(0, 200);
    }

    @Test
    void hueIsTurnedEvenly() {
        ColorJitter jitter = new ColorJitter(0, 0, 0, 1 / 6.0, 1);
        Picture red = Picture.of(1, 1, new byte[] {(byte) 255, 0, 0});
        // To a sixth of a turn green rises (yellow), and blue to the other side (magenta).
        Sample.of(DRAWS, i -> {
                    Picture turned = jitter.apply(red, RANDOM.at(i));
                    assertThat(turned.get(0, 0, 0)).isEqualTo(255);
                    return turned.get(0, 0, 1) - turned.get(0, 0, 2);
                })
                .hasMean(0, 255 / Math.sqrt(3));
    }

    @Test
    void orderIsDrawnToo() {
        ColorJitter brightness = new ColorJitter(0.5, 0, 0, 0, 1);
        ColorJitter contrast = new ColorJitter(0, 0.5, 0, 0, 1);
        ColorJitter both = new ColorJitter(0.5, 0.5, 0, 0, 1);
        Picture picture = PictureFiles.made(9, 7);
        Sample.of(2000, i -> {
                    Randomness random = RANDOM.at(i);
                    Picture changed = both.apply(picture, random);
                    Picture brightnessFirst = contrast.apply(brightness.apply(picture, random), random);
                    Picture contrastFirst = brightness.apply(contrast.apply(picture, random), random);
                    assertThat(changed).isIn(brightnessFirst, contrastFirst);
                    return changed.equals(brightnessFirst) ? 1 : 0;
                })
                .hasProbability(0.5);
        int[] firsts = new int[4];
        for (int i = 0; i < DRAWS; i++) {
            firsts[ColorJitter.order(RANDOM.at(i))[0]]++;
        }
        for (int property = 0; property < 4; property++) {
            int at = property;
            Sample.of(DRAWS, i -> i < firsts[at] ? 1 : 0).hasProbability(0.25);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(ColorJitter.order(RANDOM.at(i))).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    @Test
    void changesOfTwoPropertiesAreIndependent() {
        ColorJitter brightness = new ColorJitter(0.4, 0, 0, 0, 1);
        ColorJitter contrast = new ColorJitter(0, 0.4, 0, 0, 1);
        Sample.of(DRAWS, i -> {
                    double first = (brightness.apply(GREY, RANDOM.at(i)).get(0, 0, 0) - 99.5) / 80;
                    double second = (contrast.apply(BLACK_GREY, RANDOM.at(i)).get(1, 0, 0) - 99.5) / 40;
                    return first * second;
                })
                .hasMean(0, 1 / 12.0);
    }

    @Test
    void probabilityDecides() {
        ColorJitter jitter = new ColorJitter(0, 0, 0, 0.5, 0.3);
        Picture colour = Picture.of(1, 1, new byte[] {(byte) 255, 128 - 1, 3});
        Sample.of(DRAWS, i -> jitter.apply(colour, RANDOM.at(i)) == colour ? 0 : 1)
                .hasProbability(0.3);
    }

    @Test
    void nothingToChangeChangesNothing() {
        Picture picture = PictureFiles.made(9, 7);
        assertThat(new ColorJitter(0, 0, 0, 0, 1).apply(picture, RANDOM)).isSameAs(picture);
    }

    @Test
    void impossibleChangesAreRefused() {
        assertThatThrownBy(() -> new ColorJitter(-0.1, 0, 0, 0, 1)).hasMessageContaining("brightness");
        assertThatThrownBy(() -> new ColorJitter(0, 0, 0, 0.6, 1)).hasMessageContaining("0.6");
        assertThatThrownBy(() -> new ColorJitter(0, 0, 0, 0, 2)).hasMessageContaining("between 0 and 1");
    }
}
