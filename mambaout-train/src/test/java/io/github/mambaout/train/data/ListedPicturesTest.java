package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListedPicturesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writePictures() throws IOException {
        SmallPng.write(folder.resolve("pictures/a.png"), 0x0A);
        SmallPng.write(folder.resolve("pictures/b, c.png"), 0x0B);
        SmallPng.write(folder.resolve("d.png"), 0x0D);
    }

    private String list(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return "list:" + folder.resolve(name);
    }

    @Test
    void pathsOfJsonLinesAreRelativeToTheFile() throws IOException {
        Path absolute = folder.resolve("d.png").toAbsolutePath();
        DataSource source = DataSets.open(list(
                "set.jsonl",
                "{\"path\": \"pictures/a.png\", \"label\": \"cat\", \"other\": {\"x\": 1}}\n\n"
                        + "{\"label\": \"ape\", \"path\": \"pictures/b, c.png\", \"part\": \"train\"}\n"
                        + "{\"path\": \"" + absolute + "\", \"label\": \"cat\", \"part\": \"val\"}"));
        assertThat(source.training().classes()).containsExactly("ape", "cat");
        assertThat(SmallPng.colours(source.training())).containsExactly(0x0A, 0x0B);
        assertThat(SmallPng.labels(source.training())).containsExactly(1, 0);
        assertThat(SmallPng.colours(source.validation())).containsExactly(0x0D);
        assertThat(SmallPng.labels(source.validation())).containsExactly(1);
    }

    @Test
    void csvHasNamesInItsFirstRow() throws IOException {
        DataSource source = DataSets.open(
                list(
                        "set.csv",
                        "\uFEFFlabel,path,part\r\n 1 , pictures/a.png ,\r\n\r\n0,\"pictures/b, c.png\",training\r\n1,d.png,test\r\n"));
        assertThat(source.training().classes()).containsExactly("0", "1");
        assertThat(SmallPng.colours(source.training())).containsExactly(0x0A, 0x0B);
        assertThat(SmallPng.labels(source.training())).containsExactly(1, 0);
        assertThat(SmallPng.colours(source.validation())).containsExactly(0x0D);
    }

    @Test
    void wrongCsvIsNamedByItsRow() throws IOException {
        assertRefused(list("a.csv", "path,class\na.png,1\n"), "a.csv: row 1 has no 'label'");
        assertRefused(list("a.csv", "path,label\na.png,1\n,2\n"), "a.csv: row 2 has no 'path'");
        assertRefused(list("a.csv", "path,label\n"), "a.csv: lists no pictures");
        assertRefused(list("a.csv", ""), "a.csv");
    }

    @Test
    void partsMayBeFilesOfTheirOwn() throws IOException {
        list("train.jsonl", "{\"path\": \"pictures/a.png\", \"label\": 1}");
        list("val.ndjson", "{\"path\": \"d.png\", \"label\": \"0\"}");
        String both = "list:" + folder.resolve("train.jsonl") + ",val=" + folder.resolve("val.ndjson");
        DataSource source = DataSets.open(both);
        assertThat(SmallPng.colours(source.training())).containsExactly(0x0A);
        assertThat(SmallPng.colours(source.validation())).containsExactly(0x0D);
        assertThat(SmallPng.labels(source.validation())).containsExactly(0);
        list("val.ndjson", "{\"path\": \"d.png\", \"label\": 2}");
        assertRefused(both, "val.ndjson: d.png has the label '2', which is none of the 2 classes (0 to 1)");
        Files.writeString(folder.resolve("classes.txt"), "x\ny\nz\n");
        list("train.jsonl", "{\"path\": \"pictures/a.png\", \"label\": \"y\"}");
        list("val.ndjson", "{\"path\": \"d.png\", \"label\": \"z\"}");
        assertThat(SmallPng.labels(DataSets.open(both).validation())).containsExactly(2);
    }

    @Test
    void shareIsHeldOutWhereNoPartIs() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            SmallPng.write(folder.resolve(i + ".png"), i);
            rows.append("{\"path\": \"")
                    .append(i)
                    .append(".png\", \"label\": ")
                    .append(i % 2)
                    .append("}\n");
        }
        DataSource source = DataSets.open(list("set.jsonl", rows.toString()));
        assertThat(source.training().size()).isEqualTo(18);
        assertThat(SmallPng.labels(source.validation())).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void missingPictureIsSkipped() throws IOException {
        DataSet training = DataSets.open(
                        list(
                                "set.jsonl",
                                "{\"path\": \"none.png\", \"label\": 0}\n{\"path\": \"d.png\", \"label\": 0, \"part\": \"val\"}"))
                .training();
        assertThat(training.sample(0)).isEmpty();
        assertThat(training.skipped()).hasSize(1);
        assertThat(training.skipped().get(0).reason()).contains("none.png", "there is no such file");
    }

    @Test
    void wrongListsAreNamedByFileAndRow() throws IOException {
        assertRefused("list:" + folder.resolve("none.csv"), "none.csv: there is no such file");
        assertRefused(list("set.txt", "a.png 1"), "set.txt: a list of pictures ends in .csv");
        assertRefused(list("a.jsonl", ""), "a.jsonl: lists no pictures");
        assertRefused(
                list("a.jsonl", "{\"path\": \"d.png\", \"label\": 1}\n{\"path\": \"d.png\"}"), "row 2 has no 'label'");
        assertRefused(list("a.jsonl", "{\"path\": \" \", \"label\": 1}"), "row 1 has no 'path'");
        assertRefused(list("a.jsonl", "{\"path\": \"d.png\", \"label\": 1.5}"), "row 1 has no 'label'");
        assertRefused(list("a.jsonl", "{\"path\": \"d\\u0000.png\", \"label\": 1}"), "row 1 has a path that is none");
        assertRefused(list("a.jsonl", "{\"path\": \"d.png\", \"label\": 1}\n{\"path"), "row 2 can't be understood");
        assertRefused(list("a.jsonl", "[1, 2]"), "row 1 has no 'path'");
        assertRefused(
                list("a.jsonl", "{\"path\": \"d.png\", \"label\": 1, \"part\": \"dev\"}"), "row 1 has the part 'dev'");
        assertRefused(
                list("a.jsonl", "{\"path\": \"d.png\", \"label\": 1, \"part\": \"val\"}"),
                "lists no pictures to train on");
        Files.write(folder.resolve("b.jsonl"), "{\"path\": \"\u00e4\"".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("list:" + folder.resolve("b.jsonl"), "b.jsonl: row 1 can't be understood");
    }

    private static void assertRefused(String data, String message) {
        assertThatThrownBy(() -> DataSets.open(data))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }
}
