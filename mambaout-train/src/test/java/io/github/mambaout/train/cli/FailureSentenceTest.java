package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class FailureSentenceTest {
    @Test
    void missingFileIsSaidInWords() {
        assertThat(FailureSentence.of(new UncheckedIOException(new NoSuchFileException("pets/train"))))
                .isEqualTo("pets/train: there is no such file or folder");
    }

    @Test
    void forbiddenFileIsSaidInWords() {
        assertThat(FailureSentence.of(new AccessDeniedException("/root/x")))
                .isEqualTo("/root/x: no permission to read or write it");
    }

    @Test
    void messageOfSeveralLinesBecomesOne() {
        assertThat(FailureSentence.of(new IOException("first\n  second\r\nthird")))
                .isEqualTo("first second third");
    }

    @Test
    void mistakeOfOursAsksForAReport() {
        assertThat(FailureSentence.of(new NullPointerException()))
                .startsWith("This should not have happened (NullPointerException)")
                .contains("--debug");
    }

    @Test
    void memoryUsedUpNamesTheRemedy() {
        assertThat(FailureSentence.of(new OutOfMemoryError("Java heap space")))
                .contains("Java heap space")
                .contains("MAMBAOUT_JAVA_OPTS=-Xmx8g");
    }

    @Test
    void aClassThatLacksItsLibraryIsNamedWithIt() {
        assertThat(FailureSentence.of(new ServiceConfigurationError(
                        "JpegDecoder: TurboJpegDecoder Unable to get public no-arg constructor",
                        new NoClassDefFoundError("com/sun/jna/Library"))))
                .contains("TurboJpegDecoder", "com/sun/jna/Library", "MAMBAOUT_CLASSPATH");
    }
}
