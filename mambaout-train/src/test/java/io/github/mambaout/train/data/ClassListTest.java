package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.weights.ImageNetClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListTest {
    @TempDir
    Path folder;

    @Test
    void wordNetIdsHaveNamesBehindASpaceOthersBehindATab() throws IOException {
        Files.writeString(
                folder.resolve("classes.txt"), "n01440764 tench, Tinca tinca\nn01443537\nbig dog\tDog\nsmall dog\n");
        ClassList classes = ClassList.statedIn(folder).orElseThrow();
        assertThat(classes.ids()).containsExactly("n01440764", "n01443537", "big dog", "small dog");
        assertThat(classes.names()).containsExactly("tench, Tinca tinca", "n01443537", "Dog", "small dog");
        assertThat(classes.find("big dog")).hasValue(2);
        assertThat(classes.find("Dog")).hasValue(2);
        assertThat(classes.find("dog")).isEmpty();
        assertThat(classes.isStated()).isTrue();
    }

    @Test
    void idsOfAWholeImageNetSetHaveItsNames() {
        List<String> ids = new ArrayList<>(List.of("n01440764"));
        IntStream.range(0, 998).forEach(i -> ids.add("n0200" + String.format("%04d", i)));
        ids.add("n15075141");
        ClassList classes = ClassList.of(ids);
        assertThat(classes.names()).isEqualTo(ImageNetClasses.IMAGENET_1K.names());
        assertThat(classes.names().get(0)).isEqualTo("tench, Tinca tinca");
        assertThat(classes.isStated()).isFalse();
        ids.set(999, "n15075142");
        assertThat(ClassList.of(ids).names()).isEqualTo(ids);
    }

    @Test
    void nameOfAKnownSetStandsForItsClasses() throws IOException {
        Files.writeString(folder.resolve("classes.txt"), "imagenet-1k\n");
        ClassList classes = ClassList.statedIn(folder).orElseThrow();
        assertThat(classes.names()).isEqualTo(ImageNetClasses.IMAGENET_1K.names());
        assertThat(classes.find("999")).hasValue(999);
        assertThat(classes.find("1000")).isEmpty();
        assertThat(classes.find("tench, Tinca tinca")).hasValue(0);
    }

    @Test
    void fileThatCannotBeUsedIsNamed() throws IOException {
        assertThat(ClassList.statedIn(folder)).isEmpty();
        Files.writeString(folder.resolve("classes.txt"), "a\nb\na\n");
        assertRefused("line 3 names the class a, as line 1 does");
        Files.writeString(folder.resolve("classes.txt"), " \n");
        assertRefused("names no class");
        Files.write(folder.resolve("classes.txt"), new byte[] {'a', (byte) 0xFF, '\n'});
        assertRefused("is not text in UTF-8");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ClassList.statedIn(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("classes.txt")
                .hasMessageContaining(message);
    }
}
