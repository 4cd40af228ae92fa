package io.github.mambaout.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PictureFuzzTest {
    private static final int MOST = 1 << 16;

    @FuzzTest
    void readsOrRefuses(byte[] content) {
        try {
            Picture picture = new PictureReader().maxPixels(MOST).read(content, "fuzzed");
            assertThat(picture.width() * picture.height()).isBetween(1, MOST);
        } catch (UnreadablePictureException e) {
            assertThat(e).hasMessageStartingWith("fuzzed: ");
        }
    }
}
