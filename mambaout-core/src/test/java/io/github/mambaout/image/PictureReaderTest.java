package io.github.mambaout.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
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
        assertReadsAs(file, upright, width, height, pixels);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/images/encodings.csv", numLinesToSkip = 1)
    void everyWayOfStoringPixelsReadsAsPillowReadsIt(
            String file, boolean upright, int width, int height, String pixels) {
        assertReadsAs("encodings/" + file, upright, width, height, pixels);
    }

    private static void assertReadsAs(String file, boolean upright, int width, int height, String pixels) {
        Picture picture = new PictureReader().upright(upright).read(PictureFiles.bytes(file), file);
        assertThat(picture.width()).isEqualTo(width);
        assertThat(picture.height()).isEqualTo(height);
        assertThat(PictureFiles.hash(picture)).isEqualTo(pixels);
    }

    @ParameterizedTest
    @CsvSource({
        "odd-empty.jpg, is empty",
        "odd-text.jpg, is no picture",
        "odd-truncated.jpg, cut short",
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

    @ParameterizedTest
    @CsvSource({
        // what it starts with (after the colon: at byte 4), what it is called
        "II*., is a TIFF file",
        "%PDF-1.7, is a PDF file",
        ":ftypheic, is a HEIC file",
        ":ftypmif1, is a HEIC file",
        ":ftypavif, is an AVIF file",
        ":ftypisom, is an MP4 or QuickTime file",
        ":JXL ...., is a JPEG XL file",
        ":jP  ...., is a JPEG 2000 file",
        "8BPS...., is a Photoshop file",
        "'<?xml version=\"1.0\"?><!-- drawn --><svg>', is an SVG file",
        "'\n<!DOCTYPE HTML><title>404', is an HTML file",
        "GIF90a.., is no picture",
        "RIFF....WAVE, is no picture",
        "\u00FF, is no picture"
    })
    void otherKindsOfFilesAreNamed(String start, String name) {
        String content = start.replace('.', '\0').replaceFirst("^:", "\0\0\0\30");
        byte[] file = content.getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> new PictureReader().read(file, "photo.jpg"))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageStartingWith("photo.jpg: ")
                .hasMessageContainingAll(name, "JPEG, PNG, GIF, BMP and WebP can be read");
    }

    @ParameterizedTest
    @CsvSource({
        // marker of the frame, as it is and as it becomes
        "odd-grey.jpg, C0, C9, arithmetic coding",
        "odd-grey.jpg, C0, C3, lossless",
        "odd-grey.jpg, C0, C7, hierarchical"
    })
    void rareCodingsOfJpegAreNamed(String file, String from, String to, String reason) {
        byte[] bytes = PictureFiles.bytes(file);
        int frame = indexOf(bytes, 0xFF, Integer.parseInt(from, 16));
        bytes[frame + 1] = (byte) Integer.parseInt(to, 16);
        assertRefused(bytes, reason, "can't be read here");
    }

    @Test
    void rareDepthsHeadersAndComponentsAreNamed() {
        byte[] deep = PictureFiles.bytes("odd-grey.jpg");
        deep[indexOf(deep, 0xFF, 0xC0) + 4] = 12;
        assertRefused(deep, "12 bits per sample");
        byte[] two = PictureFiles.bytes("odd-grey.jpg");
        two[indexOf(two, 0xFF, 0xC0) + 9] = 2;
        assertRefused(two, "2 components");
        byte[] embedded = PictureFiles.bytes("odd-bmp.bmp");
        embedded[30] = 5;
        assertRefused(embedded, "compression 5");
        byte[] header = PictureFiles.bytes("odd-bmp.bmp");
        header[14] = 64;
        assertRefused(header, "header of 64 bytes");
    }

    private static int indexOf(byte[] bytes, int first, int second) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if ((bytes[i] & 0xFF) == first && (bytes[i + 1] & 0xFF) == second) {
                return i;
            }
        }
        throw new AssertionError("No such bytes");
    }

    private static void assertRefused(byte[] file, String... reasons) {
        assertThatThrownBy(() -> new PictureReader().read(file, "a file"))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageStartingWith("a file: ")
                .hasMessageContainingAll(reasons);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "odd-grey.jpg",
                "odd-palette.png",
                "odd-bmp.bmp",
                "encodings/offset.gif",
                "encodings/animated-offset.webp",
                "encodings/lossless.webp",
                "encodings/lossy.webp"
            })
    void pictureAboveTheLimitIsRefusedAndOneAtTheLimitIsRead(String name) {
        byte[] file = PictureFiles.bytes(name);
        Picture picture = PictureFiles.read(name);
        long pixels = (long) picture.width() * picture.height();
        assertThat(new PictureReader().maxPixels(pixels).read(file, name)).isEqualTo(picture);
        assertThatThrownBy(() -> new PictureReader().maxPixels(pixels - 1).read(file, name))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContainingAll(name, picture.width() + "x" + picture.height(), "at most " + (pixels - 1));
    }

    @Test
    void sizeThatTheFileCannotHoldIsNotAllocated() {
        byte[] png = PictureFiles.bytes("odd-palette.png");
        ByteBuffer.wrap(png).putInt(16, 9999).putInt(20, 9998);
        assertRefused(png, "9999x9998", "has only " + png.length + " bytes");
        byte[] bmp = PictureFiles.bytes("odd-bmp.bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 9999).putInt(22, -9998);
        assertRefused(bmp, "9999x9998", "has only " + bmp.length + " bytes");
        byte[] jpeg = PictureFiles.bytes("odd-grey.jpg");
        int frame = indexOf(jpeg, 0xFF, 0xC0);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 9998).putShort(frame + 7, (short) 9999);
        assertRefused(jpeg, "9999x9998", "has only " + jpeg.length + " bytes");
    }

    @Test
    void jpegWithEndlesslyManyScansIsRefused() {
        byte[] file = PictureFiles.bytes("odd-progressive.jpg");
        int scan = indexOf(file, 0xFF, 0xDA);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(file, 0, scan);
        for (int i = 0; i < 501; i++) {
            many.write(file, scan, 14);
        }
        many.write(file, scan, file.length - scan);
        assertRefused(many.toByteArray(), "more than 500 scans");
    }

    @ParameterizedTest
    @CsvSource({
        "photo.jpg, true",
        "photo.JPEG, true",
        "a/b.c/photo.WebP, true",
        "photo.gif, true",
        "photo.heic, true",
        "photo.tif, true",
        "notes.txt, false",
        "jpg, false",
        ".jpg, false",
        "._photo.jpg, false",
        "photo.jpg.txt, false"
    })
    void picturesInFoldersAreChosenByTheirNames(Path file, boolean picture) {
        assertThat(PictureReader.isPictureName(file)).isEqualTo(picture);
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
                "odd-bmp.bmp",
                "odd-webp.webp",
                "encodings/rle4.bmp",
                "encodings/interlaced.gif",
                "encodings/lossless.webp",
                "encodings/end-marker-in-comment.jpg"
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
    @ValueSource(
            strings = {
                "odd-exif-rotated.jpg",
                "odd-cmyk.jpg",
                "odd-palette.png",
                "odd-16bit.png",
                "odd-bmp.bmp",
                "odd-webp.webp",
                "encodings/offset.gif",
                "encodings/rle8.bmp",
                "encodings/alpha-lossless.webp",
                "encodings/animated-alpha.webp"
            })
    void damagedPictureIsReadOrRefusedButNothingElse(String name) {
        byte[] file = PictureFiles.bytes(name);
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = file.clone();
            for (int k = 0; k < 4; k++) {
                damaged[random.nextInt(k < 2 ? Math.min(600, damaged.length) : damaged.length)] =
                        (byte) random.nextInt();
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
