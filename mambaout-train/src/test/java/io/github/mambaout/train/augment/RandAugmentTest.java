package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.image.AffineFilter;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureFiles;
import io.github.mambaout.image.Rgb;
import io.github.mambaout.layer.Randomness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandAugmentTest {
    private static final int PICTURES = 20_000;
    private static final Randomness RANDOM = Randomness.ofSeed(5);
    private static final Rgb OUTSIDE = new Rgb(1, 2, 3);
    private static final Picture ONE_PIXEL = PictureFiles.made(1, 1);

    private static RandAugment of(
            double magnitude, int layers, double probability, double deviation, OperationSet set) {
        return new RandAugment(
                new RandAugmentSettings(magnitude, layers, probability, deviation, 10, set),
                TrainingFilter.RANDOM,
                OUTSIDE);
    }

    private static OperationSet only(RandAugmentOperation operation) {
        return new OperationSet(List.of(operation), List.of());
    }

    @Test
    void eachLayerIsCarriedOutWithItsProbability() {
        RandAugment once = of(10, 1, 0.3, 0, only(RandAugmentOperation.INVERT));
        Sample.of(PICTURES, i -> once.apply(ONE_PIXEL, RANDOM.at(i)).equals(ONE_PIXEL) ? 0 : 1)
                .hasProbability(0.3);
        RandAugment twice = of(10, 2, 0.3, 0, only(RandAugmentOperation.INVERT));
        Sample.of(PICTURES, i -> twice.apply(ONE_PIXEL, RANDOM.at(i)).equals(ONE_PIXEL) ? 0 : 1)
                .hasProbability(2 * 0.3 * 0.7);
    }

    @Test
    void probabilityOfOneAndZeroAreCertain() {
        Picture inverted =
                RandAugmentOperation.INVERT.apply(ONE_PIXEL, 0, false, new Resampling(AffineFilter.NEAREST, OUTSIDE));
        for (int i = 0; i < 200; i++) {
            assertThat(of(10, 1, 1, 0, only(RandAugmentOperation.INVERT)).apply(ONE_PIXEL, RANDOM.at(i)))
                    .isEqualTo(inverted);
            assertThat(of(10, 2, 0, 0, OperationSet.standard()).apply(ONE_PIXEL, RANDOM.at(i)))
                    .isEqualTo(ONE_PIXEL);
        }
    }

    @Test
    void magnitudeIsNormalAroundItsMeanAndClipped() {
        RandAugment narrow = of(5, 1, 1, 0.5, OperationSet.standard());
        Sample.of(PICTURES, i -> narrow.magnitude(RANDOM.at(i))).hasMean(5, 0.5);
        // The variance of a normal number's square about the mean is 2 sigma^4.
        Sample.of(PICTURES, i -> Math.pow(narrow.magnitude(RANDOM.at(i)) - 5, 2))
                .hasMean(0.25, Math.sqrt(2) * 0.25);
        RandAugment recipe = of(9, 1, 1, 0.5, OperationSet.standard());
        // 10 lies two deviations above 9.
        Sample.of(PICTURES, i -> recipe.magnitude(RANDOM.at(i)) == 10 ? 1 : 0).hasProbability(0.0227501319);
        RandAugment wide = of(0, 1, 1, 3, OperationSet.standard());
        Sample.of(PICTURES, i -> wide.magnitude(RANDOM.at(i)) == 0 ? 1 : 0).hasProbability(0.5);
    }

    @Test
    void magnitudeIsFixedOrEven() {
        RandAugment fixed = of(7, 1, 1, 0, OperationSet.standard());
        assertThat(fixed.magnitude(RANDOM.at(3))).isEqualTo(7);
        RandAugment even = of(8, 1, 1, Double.POSITIVE_INFINITY, OperationSet.standard());
        Sample.of(PICTURES, i -> even.magnitude(RANDOM.at(i))).isEvenFrom(0, 8);
    }

    @Test
    void directionAndFilterAreDrawnEvenly() {
        Picture picture = PictureFiles.made(9, 7);
        RandAugment turning = of(10, 1, 1, 0, only(RandAugmentOperation.ROTATE));
        Set<Picture> expected = new HashSet<>();
        for (AffineFilter filter : List.of(AffineFilter.BILINEAR, AffineFilter.BICUBIC)) {
            for (boolean negated : new boolean[] {false, true}) {
                expected.add(RandAugmentOperation.ROTATE.apply(picture, 10, negated, new Resampling(filter, OUTSIDE)));
            }
        }
        assertThat(expected).hasSize(4);
        for (Picture one : expected) {
            Sample.of(4000, i -> turning.apply(picture, RANDOM.at(i)).equals(one) ? 1 : 0)
                    .hasProbability(0.25);
        }
    }

    @Test
    void samePictureIsDrawnForTheSameKeyAlone() {
        Picture picture = PictureFiles.read("augment-input.png");
        RandAugment recipe =
                new RandAugment(RandAugmentSettings.parse("rand-m9-mstd0.5-inc1"), TrainingFilter.RANDOM, OUTSIDE);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            Picture first = recipe.apply(picture, RANDOM.at(i));
            assertThat(recipe.apply(picture, RANDOM.at(i))).isEqualTo(first);
            assertThat(first.width()).isEqualTo(96);
            assertThat(first.height()).isEqualTo(64);
            seen.add(PictureFiles.hash(first));
        }
        // A quarter stays as it is, the rest differs but for operations without a number.
        assertThat(seen).hasSizeBetween(20, 36);
    }
}
