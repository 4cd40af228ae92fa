package io.github.mambaout.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** What training does to pictures, pixel by pixel. */
class PictureChangesTest {
    private static final Rgb FILL = new Rgb(124, 116, 104);

    @ParameterizedTest
    @CsvFileSource(resources = "/images/operations.csv", numLinesToSkip = 1)
    void everyChangeEqualsPillowsBitForBit(
            String picture, String operation, double argument, AffineFilter filter, String pixels) {
        Picture changed = changed(picture(picture), operation, argument, filter);
        assertThat(PictureFiles.hash(changed)).isEqualTo(pixels);
    }

    private static Picture picture(String name) {
        if (name.endsWith(".png")) {
            return PictureFiles.read(name);
        }
        if (name.equals("dull")) {
            byte[] rgb = PictureFiles.made(40, 30).rgb();
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) ((rgb[i] & 0xFF) / 8 + 90);
            }
            return Picture.of(40, 30, rgb);
        }
        String[] size = name.split("x");
        return PictureFiles.made(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
    }

    private static Picture changed(Picture picture, String operation, double argument, AffineFilter filter) {
        return switch (operation) {
            case "inverted" -> Levels.inverted().apply(picture);
            case "autoContrast" -> Levels.autoContrast(picture).apply(picture);
            case "equalized" -> Levels.equalized(picture).apply(picture);
            case "posterized" -> Levels.posterized((int) argument).apply(picture);
            case "solarized" -> Levels.solarized(argument).apply(picture);
            case "darkHalfRaised" -> Levels.darkHalfRaised((int) argument).apply(picture);
            case "brightness" -> Enhancement.brightness(picture, argument);
            case "contrast" -> Enhancement.contrast(picture, argument);
            case "color" -> Enhancement.color(picture, argument);
            case "sharpness" -> Enhancement.sharpness(picture, argument);
            case "hue" -> HueShift.apply(picture, argument);
            case "blur" -> GaussianBlur.apply(picture, argument);
            case "shearX" -> AffineMap.shearX(argument).apply(picture, filter, FILL);
            case "shearY" -> AffineMap.shearY(argument).apply(picture, filter, FILL);
            case "translateX" -> AffineMap.translation(argument, 0).apply(picture, filter, FILL);
            case "translateY" -> AffineMap.translation(0, argument).apply(picture, filter, FILL);
            case "rotation" ->
                AffineMap.rotation(argument, picture.width(), picture.height()).apply(picture, filter, FILL);
            case "zoomed" -> new AffineMap(argument, 0.2, 1.1, -0.15, argument, 2.3).apply(picture, filter, FILL);
            default -> throw new AssertionError("operations.csv names an unknown operation: " + operation);
        };
    }

    @Test
    void picturesAreLeftAsTheyWere() {
        Picture picture = PictureFiles.made(61, 43);
        String before = PictureFiles.hash(picture);
        Levels.equalized(picture).apply(picture);
        Enhancement.color(picture, 0.5);
        Enhancement.sharpness(picture, 0.5);
        HueShift.apply(picture, 0.2);
        GaussianBlur.apply(picture, 2);
        AffineMap.rotation(30, 61, 43).apply(picture, AffineFilter.BICUBIC, FILL);
        picture.flippedVertically();
        assertThat(PictureFiles.hash(picture)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "61, 43"})
    void flippingVerticallyExchangesAboveAndBelow(int width, int height) {
        Picture picture = PictureFiles.made(width, height);
        Picture flipped = picture.flippedVertically();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(flipped.get(x, y, c)).isEqualTo(picture.get(x, height - 1 - y, c));
                }
            }
        }
    }

    @Test
    void colourOfTheMeanIsRoundedToTheNearestLevel() {
        assertThat(Rgb.ofMean(List.of(0.485, 0.456, 0.406))).isEqualTo(FILL);
        // 0.5 * 255 = 127.5 goes to the even neighbour.
        assertThat(Rgb.ofMean(List.of(0.5))).isEqualTo(new Rgb(128, 128, 128));
        assertThat(Rgb.ofMean(List.of(-1.0, 0.0, 2.0))).isEqualTo(new Rgb(0, 0, 255));
    }

    @Test
    void impossibleArgumentsAreRefused() {
        Picture picture = PictureFiles.made(2, 2);
        assertThatThrownBy(() -> new Rgb(0, 256, 0)).hasMessageContaining("0, 256, 0");
        assertThatThrownBy(() -> Rgb.ofMean(List.of(0.1, 0.2))).hasMessageContaining("has 2");
        assertThatThrownBy(() -> Levels.posterized(9)).hasMessageContaining("not 9");
        assertThatThrownBy(() -> Levels.posterized(-1)).hasMessageContaining("not -1");
        assertThatThrownBy(() -> Enhancement.color(picture, -0.1)).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> Enhancement.brightness(picture, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> HueShift.apply(picture, 0.6)).hasMessageContaining("0.6");
        assertThatThrownBy(() -> GaussianBlur.apply(picture, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> AffineMap.shearX(Double.POSITIVE_INFINITY)).hasMessageContaining("finite");
    }
}
