package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePatternTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectories(folder.resolve("x"));
        for (String name : List.of("a-08.tar", "a-09.tar", "a-10.tar", "b-9.tar", "b-10.tar", "x/c.tar")) {
            Files.writeString(folder.resolve(name), "");
        }
        Files.createDirectories(folder.resolve("a-11.tar"));
    }

    private List<String> files(String pattern) {
        return FilePattern.files(folder + "/" + pattern).stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }

    @Test
    void bracesCountWithTheDigitsOfTheFirstNumber() {
        assertThat(files("a-{08..10}.tar")).containsExactly("a-08.tar", "a-09.tar", "a-10.tar");
        assertThat(files("b-{9..10}.tar")).containsExactly("b-9.tar", "b-10.tar");
    }

    @Test
    void bracesListAndMultiply() {
        assertThat(files("{b-10,a-08}.tar")).containsExactly("b-10.tar", "a-08.tar");
        assertThat(files("{a-0{9..9},b-9}.tar")).containsExactly("a-09.tar", "b-9.tar");
        assertThat(files("{a,b}-10.tar")).containsExactly("a-10.tar", "b-10.tar");
    }

    @Test
    void signsStandForNamesInTheirOrderWithoutFolders() {
        assertThat(files("a-*.tar")).containsExactly("a-08.tar", "a-09.tar", "a-10.tar");
        assertThat(files("?-1[0-9].tar")).containsExactly("a-10.tar", "b-10.tar");
        assertThat(files("{x,.}/?.tar")).containsExactly("x/c.tar");
    }

    @Test
    void whatFitsNothingIsNamed() {
        assertRefused("a-{08..12}.tar", "a-11.tar: this file is missing");
        assertRefused("z*.tar", "fits no file");
        assertRefused("none/*.tar", "none: cannot be listed");
        assertRefused("a-{10..08}.tar", "must count upwards");
        assertRefused("{0..9}{0..9}{0..9}{0..9}{0..9}{0..9}.tar", "more than 100000 files");
        assertRefused("a-[.tar", "no pattern of file names");
    }

    private void assertRefused(String pattern, String message) {
        assertThatThrownBy(() -> files(pattern))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }
}
