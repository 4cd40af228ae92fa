package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Box;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureFiles;
import io.github.mambaout.image.Resize;
import io.github.mambaout.layer.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomResizedCropTest {
    private static final int DRAWS = 20_000;
    private static final Randomness RANDOM = Randomness.ofSeed(21);
    private static final Range ASPECT = new Range(3.0 / 4, 4.0 / 3);
    private static final int SIDE = 20_000;

    private static RandomResizedCrop crop(Range area, Range aspect) {
        return new RandomResizedCrop(32, 32, area, aspect, TrainingFilter.RANDOM);
    }

    private static Box part(RandomResizedCrop crop, int width, int height, int draw) {
        return crop.part(width, height, RANDOM.at(draw));
    }

    @Test
    void whereEverythingFitsAreaAndAspectAreEven() {
        RandomResizedCrop crop = crop(new Range(0.1, 0.5), ASPECT);
        Sample.of(DRAWS, i -> share(part(crop, SIDE, SIDE, i))).isEvenFrom(0.0999, 0.5001);
        Sample.of(DRAWS, i -> Math.log(aspect(part(crop, SIDE, SIDE, i))))
                .isEvenFrom(Math.log(0.7499), Math.log(1.3335));
        Sample.of(DRAWS, i -> column(part(crop, SIDE, SIDE, i))).isEvenFrom(0, 1);
        Sample.of(DRAWS, i -> row(part(crop, SIDE, SIDE, i))).isEvenFrom(0, 1);
    }

    @Test
    void columnRowAndAreaAreDrawnIndependently() {
        RandomResizedCrop crop = crop(new Range(0.1, 0.5), ASPECT);
        // Of two independent even numbers about 0, of width 1, the product has the deviation 1/12.
        Sample.of(DRAWS, i -> {
                    Box box = part(crop, SIDE, SIDE, i);
                    return (column(box) - 0.5) * (row(box) - 0.5);
                })
                .hasMean(0, 1 / 12.0);
        Sample.of(DRAWS, i -> {
                    Box box = part(crop, SIDE, SIDE, i);
                    return (column(box) - 0.5) * (share(box) - 0.3) / 0.4;
                })
                .hasMean(0, 1 / 12.0);
        Sample.of(DRAWS, i -> {
                    Box box = part(crop, SIDE, SIDE, i);
                    return Math.log(aspect(box)) / Math.log(16 / 9.0) * (share(box) - 0.3) / 0.4;
                })
                .hasMean(0, 1 / 12.0);
    }

    private static double column(Box box) {
        return (double) box.x() / (SIDE - box.width());
    }

    private static double row(Box box) {
        return (double) box.y() / (SIDE - box.height());
    }

    private static double share(Box box) {
        return (double) box.width() * box.height() / ((double) SIDE * SIDE);
    }

    private static double aspect(Box box) {
        return (double) box.width() / box.height();
    }

    @Test
    void recipesAreaIsEvenAmongWhatFits() {
        RandomResizedCrop crop = crop(new Range(0.08, 1), ASPECT);
        // The chance that an aspect fits an area of share a: |log ratio| <= -log a; ten attempts hardly ever all fail.
        double widest = Math.log(4.0 / 3);
        double fits = 0;
        double mean = 0;
        double square = 0;
        int steps = 100_000;
        for (int i = 0; i < steps; i++) {
            double area = 0.08 + 0.92 * (i + 0.5) / steps;
            double chance = Math.min(1, -Math.log(area) / widest);
            fits += chance;
            mean += chance * area;
            square += chance * area * area;
        }
        mean /= fits;
        Sample.of(DRAWS, i -> share(part(crop, SIDE, SIDE, i))).hasMean(mean, Math.sqrt(square / fits - mean * mean));
    }

    @ParameterizedTest
    @CsvSource({
        // timm's fallback: the whole narrow side, and the longer one as far as the aspect goes, in the middle
        "10, 1000, 0, 493, 10, 13",
        "1000, 10, 493, 0, 13, 10",
        "1, 100, 0, 49, 1, 1",
        "100, 1, 49, 0, 1, 1"
    })
    void whereNothingFitsTheMiddleIsTaken(int width, int height, int x, int y, int columns, int rows) {
        for (int i = 0; i < 50; i++) {
            assertThat(part(crop(new Range(0.5, 1), ASPECT), width, height, i)).isEqualTo(new Box(x, y, columns, rows));
        }
    }

    @Test
    void wholePictureIsTakenIfOnlyItFits() {
        RandomResizedCrop whole = crop(new Range(1, 1), new Range(1, 1));
        assertThat(part(whole, 50, 50, 0)).isEqualTo(Box.whole(50, 50));
        assertThat(part(whole, 1, 1, 0)).isEqualTo(Box.whole(1, 1));
    }

    @Test
    void partIsResizedByOneOfTwoFilters() {
        Picture picture = PictureFiles.made(61, 43);
        RandomResizedCrop crop = new RandomResizedCrop(8, 12, new Range(0.08, 1), ASPECT, TrainingFilter.RANDOM);
        Sample.of(2000, i -> {
                    Randomness random = RANDOM.at(i);
                    Picture part = picture.crop(crop.part(61, 43, random.at("crop")));
                    Picture bilinear = Resize.resize(part, 12, 8, Interpolation.BILINEAR);
                    Picture bicubic = Resize.resize(part, 12, 8, Interpolation.BICUBIC);
                    Picture cropped = crop.apply(picture, random);
                    assertThat(cropped).isIn(bilinear, bicubic);
                    return cropped.equals(bicubic) ? 1 : 0;
                })
                .hasProbability(0.5);
    }

    @Test
    void namedFilterIsAlwaysUsed() {
        Picture picture = PictureFiles.made(61, 43);
        Range all = new Range(1, 1);
        RandomResizedCrop crop =
                new RandomResizedCrop(8, 12, all, new Range(61 / 43.0, 61 / 43.0), TrainingFilter.BICUBIC);
        for (int i = 0; i < 20; i++) {
            assertThat(crop.apply(picture, RANDOM.at(i)))
                    .isEqualTo(Resize.resize(picture, 12, 8, Interpolation.BICUBIC));
        }
    }

    @Test
    void impossibleCropsAreRefused() {
        assertThatThrownBy(() -> crop(new Range(0, 1), ASPECT))
                .hasMessageContaining("area")
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> crop(new Range(0.5, 1.5), ASPECT)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> crop(new Range(0.5, 1), new Range(-1, 1))).hasMessageContaining("aspect");
        assertThatThrownBy(() -> new Range(2, 1)).hasMessageContaining("[2.0, 1.0]");
        assertThatThrownBy(() -> new RandomResizedCrop(0, 1, ASPECT, ASPECT, TrainingFilter.RANDOM))
                .hasMessageContaining("0x1");
    }
}
