package io.github.mambaout.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/images/odd.csv", numLinesToSkip = 1)
    void oddEncodingsReadAsPillowReadsThem(String file, boolean upright, int width, int height, String pixels) {
        PictureReader reader = new PictureReader(1_000_000, upright);
        Picture picture = reader.read(PictureFiles.bytes(file), file);
        assertThat(picture.width()).isEqualTo(width);
        assertThat(picture.height()).isEqualTo(height);
        assertThat(PictureFiles.hash(picture)).isEqualTo(pixels);
    }

    @ParameterizedTest
    @CsvSource({
        "odd-empty.jpg, is empty",
        "odd-text.jpg, is no picture",
        "odd-truncated.jpg, cut short",
        "odd-webp.webp, is a WEBP file",
        "odd-bomb.png, 60000x60000 pixels"
    })
    void filesThatAreNoPicturesAreRefusedWithTheReason(String file, String reason) {
        assertThatThrownBy(() -> PictureFiles.read(file))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContainingAll(file, reason);
    }

    @Test
    void missingFileAndFolderAreNamed(@TempDir Path folder) {
        PictureReader reader = new PictureReader();
        assertThatThrownBy(() -> reader.read(folder.resolve("absent.png")))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContainingAll("absent.png", "no such file");
        assertThatThrownBy(() -> reader.read(folder))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void fileReadsAsItsBytes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a picture.txt");
        Files.write(file, PictureFiles.bytes("odd-palette.png"));
        assertThat(new PictureReader().read(file)).isEqualTo(PictureFiles.read("odd-palette.png"));
    }

    @Test
    void pictureAboveTheLimitIsRefusedAndOneAtTheLimitIsRead() {
        byte[] file = PictureFiles.bytes("odd-grey.jpg");
        assertThat(new PictureReader(160 * 107, true).read(file, "grey").width())
                .isEqualTo(160);
        assertThatThrownBy(() -> new PictureReader(160 * 107 - 1, true).read(file, "grey"))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContainingAll("grey", "160x107", "17119");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "odd-progressive.jpg",
                "odd-grey.jpg",
                "odd-cmyk.jpg",
                "odd-palette.png",
                "odd-16bit.png",
                "odd-alpha.png",
                "odd-bmp.bmp"
            })
    void pictureCutAnywhereIsRefusedOrReadWhole(String name) {
        byte[] file = PictureFiles.bytes(name);
        Picture whole = PictureFiles.read(name);
        int refused = 0;
        int cuts = 60;
        for (int i = 0; i < cuts; i++) {
            byte[] cut = Arrays.copyOf(file, (int) ((long) file.length * i / cuts));
            try {
                assertThat(new PictureReader().read(cut, name)).isEqualTo(whole);
            } catch (UnreadablePictureException e) {
                assertThat(e).hasMessageContaining(name);
                refused++;
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(cuts - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"odd-exif-rotated.jpg", "odd-cmyk.jpg", "odd-palette.png", "odd-16bit.png", "odd-bmp.bmp"})
    void damagedPictureIsReadOrRefusedButNothingElse(String name) {
        byte[] file = PictureFiles.bytes(name);
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = file.clone();
            for (int k = 0; k < 4; k++) {
                damaged[random.nextInt(k < 2 ? 600 : damaged.length)] = (byte) random.nextInt();
            }
            try {
                new PictureReader(1_000_000, true).read(damaged, name);
            } catch (UnreadablePictureException e) {
                assertThat(e).as("seed %d, damage %d", seed, i).hasMessageContaining(name);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "png, 1, 1",
        "png, 2, 1",
        "png, 5, 1",
        "png, 10, 1",
        "png, 11, 1",
        "png, 12, 1",
        "png, 13, 1",
        "bmp, 1, 1",
        "bmp, 5, 1",
        "bmp, 10, 1",
        "bmp, 12, 1",
        "bmp, 8, 255/31"
    })
    void everyBufferedImageTypeKeepsItsColours(String format, int type, String ignored) throws IOException {
        BufferedImage image = new BufferedImage(9, 3, type);
        boolean grey = type == BufferedImage.TYPE_BYTE_GRAY || type == BufferedImage.TYPE_USHORT_GRAY;
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 9; x++) {
                if (grey) {
                    image.getRaster().setSample(x, y, 0, type == BufferedImage.TYPE_USHORT_GRAY ? 25700 : 100);
                } else {
                    image.setRGB(x, y, x % 2 == 0 ? 0xFFFFFFFF : 0xFF000000);
                }
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, file)).isTrue();
        Picture picture = new PictureReader().read(file.toByteArray(), format + type);
        assertThat(picture.width()).isEqualTo(9);
        for (int x = 0; x < 9; x++) {
            int expected = grey ? 100 : x % 2 == 0 ? 255 : 0;
            for (int channel = 0; channel < 3; channel++) {
                assertThat(picture.get(x, 1, channel)).isEqualTo(expected);
            }
        }
    }

    @Test
    void inksStoredAsLuminanceAreTurnedIntoInksFirst() {
        byte[] file = PictureFiles.bytes("odd-cmyk.jpg");
        Picture plain = PictureFiles.read("odd-cmyk.jpg");
        int transformInAdobeSegment = 17;
        file[transformInAdobeSegment] = 2;
        Picture transformed = new PictureReader().read(file, "ycck");
        for (int y = 0; y < plain.height(); y += 7) {
            for (int x = 0; x < plain.width(); x += 5) {
                // This picture has no black, so the first reading shows the three channels as they are stored.
                double luminance = plain.get(x, y, 0);
                double blueness = plain.get(x, y, 1) - 128.0;
                double redness = plain.get(x, y, 2) - 128.0;
                assertThat(transformed.get(x, y, 0)).isEqualTo(inverted(luminance + 1.402 * redness));
                assertThat(transformed.get(x, y, 1))
                        .isCloseTo(inverted(luminance - 0.344136 * blueness - 0.714136 * redness), Offset.offset(1));
                assertThat(transformed.get(x, y, 2)).isEqualTo(inverted(luminance + 1.772 * blueness));
            }
        }
    }

    private static int inverted(double value) {
        return 255 - (int) Math.rint(Math.max(0, Math.min(255, value)));
    }

    @ParameterizedTest
    @EnumSource(Orientation.class)
    void orientationsPutTheFirstPixelWhereExifSays(Orientation orientation) {
        // Two rows of three: 0 1 2 over 3 4 5.
        Picture stored = Picture.ofGrey(3, 2, new byte[] {0, 1, 2, 3, 4, 5});
        byte[] expected = switch (orientation) {
            case UPRIGHT -> new byte[] {0, 1, 2, 3, 4, 5};
            case MIRRORED -> new byte[] {2, 1, 0, 5, 4, 3};
            case UPSIDE_DOWN -> new byte[] {5, 4, 3, 2, 1, 0};
            case MIRRORED_UPSIDE_DOWN -> new byte[] {3, 4, 5, 0, 1, 2};
            case TRANSPOSED -> new byte[] {0, 3, 1, 4, 2, 5};
            case TURN_RIGHT -> new byte[] {3, 0, 4, 1, 5, 2};
            case TRANSVERSED -> new byte[] {5, 2, 4, 1, 3, 0};
            case TURN_LEFT -> new byte[] {2, 5, 1, 4, 0, 3};
        };
        boolean turned = orientation.ordinal() >= Orientation.TRANSPOSED.ordinal();
        assertThat(orientation.apply(stored)).isEqualTo(Picture.ofGrey(turned ? 2 : 3, turned ? 3 : 2, expected));
    }
}
