package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.train.data.FashionMnist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class QuickstartCommandTest {
    @TempDir
    private Path folder;

    @Test
    void quickstartLabelsMoreThanFourOfFiveUnseenPicturesRightly() throws Exception {
        CommandRun run = CommandRun.of("quickstart", "--output=" + folder);
        assertThat(run.exitCode()).as(run.err()).isZero();
        Matcher top1 = Pattern.compile("Best: top-1 (0\\.\\d+)").matcher(run.out());
        assertThat(top1.find()).isTrue();
        assertThat(Double.parseDouble(top1.group(1))).isGreaterThanOrEqualTo(0.82);
        assertThat(folder.resolve("report.html")).exists();
        assertThat(folder.resolve("best.safetensors")).exists();
        try (var pictures = Files.list(folder.resolve("pictures"))) {
            assertThat(pictures).hasSameSizeAs(FashionMnist.CLASSES);
        }
        assertThat(run.out()).contains("Try next:");
    }
}
