package io.github.mambaout.turbojpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.mambaout.image.JpegDecoder;
import io.github.mambaout.image.JpegDecoders;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Where the library is not installed, the tests of its pixels are passed over. */
class TurboJpegDecoderTest {
    private static final int WIDTH = 37;
    private static final int HEIGHT = 29;

    private final JpegDecoder decoder = new TurboJpegDecoder();

    /** Colours that change quickly, in the JDK's usual encoding with colours at half the resolution. */
    private static byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, x * 7 % 256 << 16 | y * 31 % 256 << 8 | x * y * 13 % 256);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    @Test
    void pixelsAreThoseOfTheJdk() throws IOException {
        assumeThat(decoder.problem()).isEmpty();
        byte[] file = jpeg();
        BufferedImage expected = ImageIO.read(new java.io.ByteArrayInputStream(file));
        Picture found = decoder.decode(file, WIDTH, HEIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                assertThat(found.get(x, y, 0) << 16 | found.get(x, y, 1) << 8 | found.get(x, y, 2))
                        .isEqualTo(expected.getRGB(x, y) & 0xFFFFFF);
            }
        }
    }

    @Test
    void readerUsesItWithoutBeingAsked() throws IOException {
        assertThat(ServiceLoader.load(JpegDecoder.class)).hasAtLeastOneElementOfType(TurboJpegDecoder.class);
        assumeThat(decoder.problem()).isEmpty();
        assertThat(JpegDecoders.selected()).isInstanceOf(TurboJpegDecoder.class);
        byte[] file = jpeg();
        assertThat(new PictureReader().read(file, "made.jpg")).isEqualTo(decoder.decode(file, WIDTH, HEIGHT));
    }

    @Test
    void damageIsAnErrorOfTheFile() {
        assumeThat(decoder.problem()).isEmpty();
        byte[] damaged = new byte[100];
        Arrays.fill(damaged, (byte) 0xFF);
        assertThatThrownBy(() -> decoder.decode(damaged, WIDTH, HEIGHT)).isInstanceOf(IOException.class);
    }

    @Test
    void missingLibraryIsSaidWithWhatToDo() {
        JpegDecoder without = new TurboJpegDecoder(List.of("no-such-library"));
        assertThat(without.problem().orElseThrow()).contains("libturbojpeg", "apt install");
        assertThatThrownBy(() -> without.decode(new byte[1], 1, 1)).isInstanceOf(IllegalStateException.class);
    }
}
