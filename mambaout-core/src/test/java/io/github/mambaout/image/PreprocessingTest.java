package io.github.mambaout.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {

    private static Picture random(int width, int height, long seed) {
        byte[] rgb = new byte[width * height * 3];
        new Random(seed).nextBytes(rgb);
        return Picture.of(width, height, rgb);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/images/eval.csv", numLinesToSkip = 1)
    void photographsBecomeTheInputsOfTimmBitForBit(
            String picture, int size, double crop, String interpolation, String pixels, String input) {
        Preprocessing preprocessing = Preprocessing.imageNet(size)
                .withCropFraction(crop)
                .withInterpolation(
                        interpolation.equals("bicubic") ? Interpolation.BICUBIC : Interpolation.BILINEAR, true);
        Picture photograph = PictureFiles.read(picture);
        assertThat(PictureFiles.hash(preprocessing.fit(photograph))).isEqualTo(pixels);
        assertThat(PictureFiles.hash(preprocessing.apply(photograph))).isEqualTo(input);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/images/extreme.csv", numLinesToSkip = 1)
    void extremeShapesAreResizedAsByPillow(int width, int height, CropMode mode, String pixels) {
        Picture picture = PictureFiles.made(width, height);
        Picture fitted = Preprocessing.imageNet(224).withCropMode(mode).fit(picture);
        assertThat(PictureFiles.hash(fitted)).isEqualTo(pixels);
    }

    @Test
    void lineLongerThanAnyResizedSideKeepsItsColour() {
        byte[] grey = new byte[20_000_000];
        Arrays.fill(grey, (byte) 51);
        for (Picture line : List.of(Picture.ofGrey(1, grey.length, grey), Picture.ofGrey(grey.length, 1, grey))) {
            Picture fitted = Preprocessing.imageNet(224).fit(line);
            assertThat(fitted.rgb()).containsOnly(51);
        }
    }

    @ParameterizedTest
    @CsvSource({"28, 28, 56, 56", "5, 7, 9, 4", "1, 1, 3, 3", "40, 30, 8, 6"})
    void withoutAntialiasingTheFourNearestPixelsAreMixed(int width, int height, int toWidth, int toHeight) {
        Preprocessing preprocessing = Preprocessing.imageNet(8)
                .withSize(toHeight, toWidth)
                .withCropMode(CropMode.SQUASH)
                .withInterpolation(Interpolation.BILINEAR, false)
                .withNormalization(List.of(0.286, 0.3, 0.4), List.of(0.353, 0.5, 1.0));
        Picture picture = random(width, height, 3);
        Tensor input = preprocessing.apply(picture);
        for (int y = 0; y < toHeight; y++) {
            for (int x = 0; x < toWidth; x++) {
                for (int c = 0; c < 3; c++) {
                    double level = bilinear(picture, toWidth, toHeight, x, y, c);
                    double expected = (level / 255 - preprocessing.mean().get(c))
                            / preprocessing.std().get(c);
                    assertThat((double) input.get((y * toWidth + x) * 3 + c)).isCloseTo(expected, within(3e-6));
                }
            }
        }
    }

    /** The definition: the value of the piecewise bilinear surface through the pixel centres, constant outside them. */
    private static double bilinear(Picture picture, int toWidth, int toHeight, int x, int y, int channel) {
        double column = Math.min(picture.width() - 1, Math.max(0, (x + 0.5) * picture.width() / toWidth - 0.5));
        double row = Math.min(picture.height() - 1, Math.max(0, (y + 0.5) * picture.height() / toHeight - 0.5));
        double sum = 0;
        for (int v = 0; v < picture.height(); v++) {
            for (int u = 0; u < picture.width(); u++) {
                double weight = Math.max(0, 1 - Math.abs(u - column)) * Math.max(0, 1 - Math.abs(v - row));
                sum += weight * picture.get(u, v, channel);
            }
        }
        return sum;
    }

    @Test
    void greyPictureOfFashionMnistIsDoubledAndNormalisedInAllChannels() {
        Preprocessing preprocessing = Preprocessing.imageNet(4)
                .withInterpolation(Interpolation.BILINEAR, false)
                .withGreyNormalization(0.2860, 0.3530);
        Tensor input = preprocessing.apply(Picture.ofGrey(2, 2, new byte[] {0, (byte) 255, 51, 102}));
        assertThat(input.shape()).isEqualTo(Shape.of(1, 4, 4, 3));
        // Row 1 lies a quarter below the first pixels' centres, column 2 three quarters right of them.
        double expected = (0.75 * (0.25 * 0 + 0.75 * 1) + 0.25 * (0.25 * 0.2 + 0.75 * 0.4) - 0.2860) / 0.3530;
        for (int c = 0; c < 3; c++) {
            assertThat((double) input.get((4 + 2) * 3 + c)).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void batchHoldsEveryPictureInItsPlace() {
        Preprocessing preprocessing = Preprocessing.imageNet(6);
        Picture first = random(9, 7, 1);
        Picture second = random(6, 20, 2);
        Tensor batch = preprocessing.apply(first, second);
        assertThat(batch.shape()).isEqualTo(Shape.of(2, 6, 6, 3));
        assertThat(batch.slice(0, Shape.of(1, 6, 6, 3)).toArray())
                .isEqualTo(preprocessing.apply(first).toArray());
        assertThat(batch.slice(108, Shape.of(1, 6, 6, 3)).toArray())
                .isEqualTo(preprocessing.apply(second).toArray());
        assertThatThrownBy(() -> preprocessing.applyTo(first, batch, 2)).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void oneChannelIsTheLuminance() {
        Preprocessing preprocessing = Preprocessing.imageNet(1).withNormalization(List.of(0.5), List.of(0.25));
        Tensor input = preprocessing.apply(Picture.of(1, 1, new byte[] {100, (byte) 200, 50}));
        // 0.299 * 100 + 0.587 * 200 + 0.114 * 50 = 153
        assertThat(input.toArray()).containsExactly((153 / 255f - 0.5f) / 0.25f);
    }

    @ParameterizedTest
    @CsvSource({
        // width, height, crop fraction, input height, input width
        "1, 1, 1, 8, 8",
        "3, 1000, 1, 8, 8",
        "1000, 3, 0.5, 8, 8",
        "17, 31, 0.9, 8, 12",
        "31, 17, 0.9, 12, 5"
    })
    void picturesOfAnyAspectGiveTheInputsSize(int width, int height, double crop, int rows, int columns) {
        for (CropMode mode : CropMode.values()) {
            for (boolean antialias : new boolean[] {true, false}) {
                Preprocessing preprocessing = Preprocessing.imageNet(8)
                        .withSize(rows, columns)
                        .withCropFraction(crop)
                        .withCropMode(mode)
                        .withInterpolation(Interpolation.BILINEAR, antialias);
                Picture even = Picture.ofGrey(width, height, new byte[width * height]);
                Tensor input = preprocessing.apply(even);
                assertThat(input.shape()).isEqualTo(Shape.of(1, rows, columns, 3));
                assertThat((double) input.get(3 * (rows * columns - 1))).isCloseTo(-0.485 / 0.229, within(1e-6));
            }
        }
    }

    @Test
    void jsonKeepsEveryField() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        Preprocessing preprocessing = new Preprocessing(
                160,
                192,
                0.95,
                CropMode.SQUASH,
                Interpolation.BILINEAR,
                false,
                List.of(0.5, 0.4, 0.3),
                List.of(1.0, 0.2, 0.1));
        String text = json.writeValueAsString(preprocessing);
        assertThat(text)
                .isEqualTo(
                        "{\"height\":160,\"width\":192,\"crop_fraction\":0.95,\"crop_mode\":\"squash\","
                                + "\"interpolation\":\"bilinear\",\"antialias\":false,\"mean\":[0.5,0.4,0.3],\"std\":[1.0,0.2,0.1]}");
        assertThat(json.readValue(text, Preprocessing.class)).isEqualTo(preprocessing);
    }

    @Test
    void impossibleValuesAreRefused() {
        Preprocessing preprocessing = Preprocessing.imageNet(8);
        assertThatThrownBy(() -> preprocessing.withSize(0, 8)).hasMessageContaining("0x8");
        assertThatThrownBy(() -> preprocessing.withCropFraction(0)).hasMessageContaining("cropFraction");
        assertThatThrownBy(() -> preprocessing.withCropFraction(Double.NaN)).hasMessageContaining("cropFraction");
        assertThatThrownBy(() -> preprocessing.withInterpolation(Interpolation.BICUBIC, false))
                .hasMessageContaining("bilinear");
        assertThatThrownBy(() -> preprocessing.withNormalization(List.of(0.0, 0.0), List.of(1.0, 1.0)))
                .hasMessageContaining("2 and 2");
        assertThatThrownBy(() -> preprocessing.withNormalization(List.of(0.0), List.of(0.0)))
                .hasMessageContaining("std");
    }
}
