package io.github.mambaout.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JpegDecodersTest {
    private record Made(String name, Optional<String> problem) implements JpegDecoder {
        @Override
        public Picture decode(byte[] file, int width, int height) {
            return Picture.of(width, height, new byte[3 * width * height]);
        }
    }

    private static final JpegDecoder WORKS = new Made("quick", Optional.empty());
    private static final JpegDecoder LACKS = new Made("lame", Optional.of("libquick is missing; install it."));

    @Test
    void decoderOfTheJdkIsUsedWhereNoneWasAdded() {
        assertThat(JpegDecoders.select("", List.of()).name()).isEqualTo("imageio");
        assertThat(JpegDecoders.select("imageio", List.of(WORKS)).name()).isEqualTo("imageio");
    }

    @Test
    void decoderThatWasAddedIsUsedIfItWorksHere() {
        assertThat(JpegDecoders.select("", List.of(LACKS, WORKS))).isSameAs(WORKS);
        assertThat(JpegDecoders.select("", List.of(LACKS)).name()).isEqualTo("imageio");
        assertThat(JpegDecoders.select("quick", List.of(LACKS, WORKS))).isSameAs(WORKS);
    }

    @Test
    void decoderThatCannotBeHadIsRefusedWithAReason() {
        assertThatThrownBy(() -> JpegDecoders.select("lame", List.of(LACKS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("libquick is missing; install it.");
        assertThatThrownBy(() -> JpegDecoders.select("fast", List.of(WORKS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'fast'; on the class path are quick, imageio");
    }
}
