package io.github.mambaout.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResizeTest {
    private static final long SEED = 11;

    private static Picture random(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(SEED).nextBytes(rgb);
        return Picture.of(width, height, rgb);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void sameSizeGivesTheSamePicture(Interpolation interpolation) {
        Picture picture = random(13, 8);
        assertThat(Resize.resize(picture, 13, 8, interpolation)).isEqualTo(picture);
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void onePassEqualsCropThenResizeThenCrop(Interpolation interpolation) {
        Picture picture = random(40, 30);
        int[][] sizes = {{9, 7}, {25, 7}, {50, 60}, {9, 20}};
        for (int[] size : sizes) {
            Box from = new Box(5, 4, 25, 20);
            Box keep = new Box(1, 2, size[0] - 3, size[1] - 4);
            Picture steps = Resize.resize(picture.crop(from), size[0], size[1], interpolation)
                    .crop(keep);
            assertThat(Resize.resize(picture, from, size[0], size[1], interpolation, keep))
                    .isEqualTo(steps);
        }
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void resultIsWithinOneLevelOfTheExactFilter(Interpolation interpolation) {
        Picture picture = random(20, 6);
        int width = 7;
        Picture resized = Resize.resize(picture, width, 6, interpolation);
        double stretch = 20.0 / width;
        for (int x = 0; x < width; x++) {
            double centre = (x + 0.5) * stretch;
            double sum = 0;
            double weights = 0;
            for (int u = 0; u < 20; u++) {
                double distance = Math.abs((u + 0.5 - centre) / stretch);
                double weight = interpolation == Interpolation.BILINEAR
                        ? Math.max(0, 1 - distance)
                        : distance < 1
                                ? 1.5 * distance * distance * distance - 2.5 * distance * distance + 1
                                : distance < 2
                                        ? -0.5 * distance * distance * distance
                                                + 2.5 * distance * distance
                                                - 4 * distance
                                                + 2
                                        : 0;
                sum += weight * picture.get(u, 3, 1);
                weights += weight;
            }
            double expected = Math.max(0, Math.min(255, sum / weights));
            assertThat(Math.abs(resized.get(x, 3, 1) - expected)).isLessThanOrEqualTo(0.51);
        }
    }

    @Test
    void boxOutsideThePictureIsRefused() {
        Picture picture = random(4, 4);
        assertThatThrownBy(() ->
                        Resize.resize(picture, new Box(2, 0, 3, 4), 8, 8, Interpolation.BILINEAR, Box.whole(8, 8)))
                .hasMessageContaining("4x4");
        assertThatThrownBy(() -> picture.crop(new Box(0, 1, 4, 4))).hasMessageContaining("4x4");
    }

    @Test
    void flippedTwiceIsTheSame() {
        Picture picture = random(5, 3);
        assertThat(picture.flipped().get(0, 2, 1)).isEqualTo(picture.get(4, 2, 1));
        assertThat(picture.flipped().flipped()).isEqualTo(picture);
    }
}
