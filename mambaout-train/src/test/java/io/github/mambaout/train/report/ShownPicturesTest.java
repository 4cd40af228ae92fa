package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ShownPicturesTest {
    @Test
    void normalisationIsUndone() throws IOException {
        byte[] pixels = {10, 20, 30, (byte) 255, 0, (byte) 128, 1, 2, 3, 99, 98, 97};
        Preprocessing preprocessing = Preprocessing.imageNet(2);
        Tensor batch = Tensor.zeros(Shape.of(3, 2, 2, 3));
        preprocessing.applyTo(Picture.of(2, 2, pixels), batch, 1);
        List<ShownPicture> shown = new ShownPictures(preprocessing).of(batch, 2);
        assertThat(shown).hasSize(2);
        assertThat(shown.get(1).height()).isEqualTo(2);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(shown.get(1).png()));
        assertThat(image.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x0A141E);
        assertThat(image.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0xFF0080);
        assertThat(image.getRGB(1, 1) & 0xFFFFFF).isEqualTo(0x636261);
    }

    @Test
    void valuesBeyondBlackAndWhiteAreCutOff() throws IOException {
        Preprocessing grey = Preprocessing.imageNet(1).withNormalization(List.of(0.5), List.of(0.25));
        Tensor batch = Tensor.of(Shape.of(2, 1, 1, 1), 9f, -9f);
        List<ShownPicture> shown = new ShownPictures(grey).of(batch, 5);
        assertThat(ImageIO.read(new ByteArrayInputStream(shown.get(0).png())).getRGB(0, 0) & 0xFFFFFF)
                .isEqualTo(0xFFFFFF);
        assertThat(ImageIO.read(new ByteArrayInputStream(shown.get(1).png())).getRGB(0, 0) & 0xFFFFFF)
                .isZero();
    }
}
