package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
    @TempDir
    private Path folder;

    private Path picture;
    private Path weights;
    private Path output;

    @BeforeEach
    void writeModelAndPicture() throws IOException {
        weights = SmallWeights.write(folder.resolve("small.safetensors"), "tench, Tinca tinca", "rose", "1");
        picture = SmallPictures.write(folder.resolve("a.png"), 90);
        output = folder.resolve("why.png");
    }

    private CommandRun explain(String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "explain";
        arguments[1] = "--weights=" + weights;
        arguments[2] = "--output=" + output;
        arguments[3] = picture.toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return CommandRun.of(arguments);
    }

    @Test
    void pictureIsWrittenAndTheClassIsNamed() throws IOException {
        CommandRun run = explain();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Explained: ").contains("why.png").contains("%");
        BufferedImage image = ImageIO.read(output.toFile());
        assertThat(image.getWidth()).isEqualTo(2 * 384 + 12);
    }

    @ParameterizedTest
    @CsvSource({
        "rose, rose",
        "ROSE, rose",
        "tinca TINCA, 'tench, Tinca tinca'",
        "0, 'tench, Tinca tinca'",
        "1, 1",
        "2, 1"
    })
    void classIsFoundByNameWordOrNumberAndNamesComeFirst(String asked, String explained) {
        assertThat(explain("--class=" + asked).out()).contains("Explained: " + explained + " ");
    }

    @Test
    void unknownClassIsAnsweredWithNearOnesAndLeavesNoFile() throws IOException {
        CommandRun run = explain("--class=tinch");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.sentence()).contains("'tinch'").contains("'tench'").contains("0 to 2");
        assertThat(explain("--class=3").exitCode()).isEqualTo(2);
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("why")))
                    .isEmpty();
        }
    }

    @Test
    void brokenPictureIsReported() throws IOException {
        Files.writeString(picture, "no picture");
        CommandRun run = explain();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains("a.png");
    }
}
