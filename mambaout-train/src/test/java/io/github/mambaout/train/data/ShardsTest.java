package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
    @TempDir
    Path folder;

    /** A tar file by its members. */
    private static final class Tar implements AutoCloseable {
        private final TarArchiveOutputStream out;

        Tar(Path file) throws IOException {
            Files.createDirectories(file.getParent());
            out = new TarArchiveOutputStream(Files.newOutputStream(file), "ISO-8859-1");
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        }

        Tar add(String name, byte... content) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
            return this;
        }

        Tar add(String name, String content) throws IOException {
            return add(name, content.getBytes(StandardCharsets.UTF_8));
        }

        Tar sample(String key, int rgb, String label) throws IOException {
            return add(key + ".png", SmallPng.bytes(rgb)).add(key + ".cls", label);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private Tar tar(String name) throws IOException {
        return new Tar(folder.resolve(name));
    }

    private void writeTwoParts() throws IOException {
        try (Tar tar = tar("set-train-000.tar")) {
            tar.sample("a/01", 0x010101, "1").sample("a/02", 0x020202, " 0\n");
        }
        try (Tar tar = tar("set-train-001.tar")) {
            tar.sample("03", 0x030303, "002");
        }
        try (Tar tar = tar("set-validation-000.tar")) {
            tar.sample("04", 0x040404, "2");
        }
    }

    @Test
    void samplesOfAllFilesFollowOneAnother() throws IOException {
        writeTwoParts();
        DataSource source = DataSets.open("shards:" + folder);
        assertThat(SmallPng.colours(source.training())).containsExactly(0x010101, 0x020202, 0x030303);
        assertThat(SmallPng.labels(source.training())).containsExactly(1, 0, 2);
        assertThat(source.training().classes()).containsExactly("0", "1", "2");
        assertThat(SmallPng.colours(source.validation())).containsExactly(0x040404);
        assertThat(SmallPng.labels(source.validation())).containsExactly(2);
        assertThat(source.preprocessing().height()).isEqualTo(224);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set-train-{000..001}.tar,val=set-validation-*.tar",
                "set-train-00{0,1}.tar,val=set-validation-000.tar",
                "set-t*.tar,val=set-v*.tar"
            })
    void partsAreNamedByPatterns(String patterns) throws IOException {
        writeTwoParts();
        String[] both = patterns.split(",val=", -1);
        DataSource source = DataSets.open("shards:" + folder + "/" + both[0] + ",val=" + folder + "/" + both[1]);
        assertThat(SmallPng.colours(source.training())).containsExactly(0x010101, 0x020202, 0x030303);
        assertThat(SmallPng.colours(source.validation())).containsExactly(0x040404);
    }

    @Test
    void partsMayLieInFoldersOfTheirOwn() throws IOException {
        try (Tar tar = tar("train/0.tar")) {
            tar.sample("x", 1, "cat").sample("y", 2, "ape");
        }
        try (Tar tar = tar("val/0.tar")) {
            tar.sample("z", 3, "cat");
        }
        DataSource source = DataSets.open("shards:" + folder);
        assertThat(source.training().classes()).containsExactly("ape", "cat");
        assertThat(SmallPng.labels(source.training())).containsExactly(1, 0);
        assertThat(SmallPng.labels(source.validation())).containsExactly(1);
        Files.writeString(folder.resolve("classes.txt"), "cat\tHouse cat\ndog\nape\n");
        DataSource stated = DataSets.open("shards:" + folder + "/train,val=" + folder + "/val");
        assertThat(stated.training().classes()).containsExactly("House cat", "dog", "ape");
        assertThat(SmallPng.labels(stated.training())).containsExactly(0, 2);
        assertThat(SmallPng.labels(stated.validation())).containsExactly(0);
    }

    @Test
    void picturesOfFoldersInTheirOrderMakeTheSameSet() throws IOException {
        for (int i = 0; i < 12; i++) {
            SmallPng.write(folder.resolve("folders/train/class" + i % 3 + "/" + i + ".png"), 1 + i);
            SmallPng.write(folder.resolve("folders/val/class" + i % 3 + "/" + i + ".png"), 101 + i);
        }
        DataSource folders = DataSets.open("folder:" + folder.resolve("folders"));
        for (DataSet part : List.of(folders.training(), folders.validation())) {
            String place = part == folders.training() ? "train" : "val";
            for (int shard = 0; shard < 3; shard++) {
                try (Tar tar = tar("shards/" + place + "/" + shard + ".tar")) {
                    for (int i = 4 * shard; i < 4 * shard + 4; i++) {
                        tar.sample("s" + i, SmallPng.rgb(part, i), "class" + part.label(i));
                    }
                }
            }
        }
        DataSource shards = DataSets.open("shards:" + folder.resolve("shards"));
        assertThat(shards.training().classes()).isEqualTo(folders.training().classes());
        assertThat(SmallPng.colours(shards.training())).containsExactly(SmallPng.colours(folders.training()));
        assertThat(SmallPng.labels(shards.training())).containsExactly(SmallPng.labels(folders.training()));
        assertThat(SmallPng.colours(shards.validation())).containsExactly(SmallPng.colours(folders.validation()));
    }

    @Test
    void shareIsHeldOutWhereNoFileIs() throws IOException {
        try (Tar tar = tar("0.tar")) {
            for (int i = 0; i < 20; i++) {
                tar.sample("s" + i, i, Integer.toString(i % 2));
            }
        }
        DataSource source = DataSets.open("shards:" + folder.resolve("0.tar"));
        assertThat(source.training().size()).isEqualTo(18);
        assertThat(SmallPng.labels(source.validation())).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void membersAreGroupedByTheirNameUpToTheFirstDot() throws IOException {
        String longFolder = "a-folder-with-a-name/".repeat(10);
        try (Tar tar = tar("train/0.tar")) {
            tar.add("meta.txt", "no picture here");
            tar.add("v1.0/s.json", "{\"label\": 1, \"other\": [2]}")
                    .add("v1.0/s.seg.png", SmallPng.bytes(9))
                    .add("v1.0/s.png", SmallPng.bytes(5));
            tar.add(longFolder + "t.PNG", SmallPng.bytes(6)).add(longFolder + "t.cls", "0");
            tar.add("\u00e9\u00ff.png", SmallPng.bytes(7)).add("\u00e9\u00ff.cls", "1");
            tar.add("._junk.png", SmallPng.bytes(8));
        }
        try (Tar tar = tar("val/0.tar")) {
            tar.sample("w", 4, "0");
        }
        DataSet training = DataSets.open("shards:" + folder).training();
        assertThat(SmallPng.colours(training)).containsExactly(5, 6, 7);
        assertThat(SmallPng.labels(training)).containsExactly(1, 0, 1);
    }

    @Test
    void brokenPictureIsSkippedByItsName() throws IOException {
        try (Tar tar = tar("train/0.tar")) {
            tar.add("d/x.jpg", "no picture").add("d/x.cls", "0").sample("y", 2, "1");
        }
        try (Tar tar = tar("val/0.tar")) {
            tar.sample("z", 3, "1");
        }
        DataSet training = DataSets.open("shards:" + folder).training();
        assertThat(training.sample(0)).isEmpty();
        assertThat(training.sample(0)).isEmpty();
        assertThat(SmallPng.rgb(training, 1)).isEqualTo(2);
        assertThat(training.skipped()).hasSize(1);
        assertThat(training.skipped().get(0).file()).endsWith("0.tar, d/x.jpg");
        assertThat(training.skipped().get(0).reason()).contains("0.tar, d/x.jpg", "is no picture");
        Files.delete(folder.resolve("train/0.tar"));
        assertThatThrownBy(() -> training.sample(1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("are gone");
    }

    @Test
    void wrongLabelsAreNamed() throws IOException {
        assertRefused("the sample x has a picture, but no label", tar -> tar.add("x.png", SmallPng.bytes(1)));
        assertRefused("the sample x can't be used: its label is empty", tar -> tar.sample("x", 1, " "));
        assertRefused(
                "the labels go from -1 to 3", tar -> tar.sample("x", 1, "-1").sample("y", 1, "3"));
        assertRefused(
                "the labels go from 0 to 123456", tar -> tar.sample("x", 1, "0").sample("y", 1, "123456"));
        assertRefused(
                "some labels are numbers, such as 3",
                tar -> tar.sample("x", 1, "3").sample("y", 1, "cat"));
        assertRefused(
                "the sample x has a .json that is no JSON",
                tar -> tar.add("x.png", SmallPng.bytes(1)).add("x.json", "{label"));
        assertRefused(
                "has a picture, but no label",
                tar -> tar.add("x.png", SmallPng.bytes(1)).add("x.json", "{\"label\": [1]}"));
        assertRefused("there is no sample with a picture", tar -> tar.add("x.cls", "1"));
        try (Tar tar = tar("train/0.tar")) {
            tar.sample("x", 1, "0").sample("y", 1, "1");
        }
        try (Tar tar = tar("val/0.tar")) {
            tar.sample("z", 3, "2");
        }
        assertThatThrownBy(() -> DataSets.open("shards:" + folder))
                .hasMessageContaining("val/0.tar: a sample has the label '2', which is none of the 2 classes (0 to 1)");
    }

    private interface Content {
        void to(Tar tar) throws IOException;
    }

    private void assertRefused(String message, Content content) throws IOException {
        Path file = folder.resolve("wrong/train.tar");
        try (Tar tar = new Tar(file)) {
            content.to(tar);
        }
        assertThatThrownBy(() -> DataSets.open("shards:" + file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("train.tar")
                .hasMessageContaining(message);
    }

    @Test
    void fileThatIsCutShortIsRefusedWhereverTheCutIs() throws IOException {
        writeTwoParts();
        Path file = folder.resolve("set-train-000.tar");
        byte[] whole = Files.readAllBytes(file);
        // Each of the four members has a block of header and one of content.
        for (int length : new int[] {0, 1, 511, 512, 513, 600, 1024, 1025, 1536, 1600, 3072, 3073, 3584, 4000}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> DataSets.open("shards:" + folder))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("set-train-000.tar");
        }
    }

    /** Any byte may be wrong: the file is refused, or what is left of it can be asked for. */
    @Test
    void damagedFileIsRefusedOrReadAndNothingElse() throws IOException {
        writeTwoParts();
        Path file = folder.resolve("set-train-000.tar");
        byte[] whole = Files.readAllBytes(file);
        long seed = 7;
        Random random = new Random(seed);
        for (int trial = 0; trial < 400; trial++) {
            byte[] damaged = whole.clone();
            for (int flips = 0; flips < 3; flips++) {
                damaged[random.nextInt(4096)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            try {
                DataSet training = DataSets.open("shards:" + folder).training();
                for (int sample = 0; sample < training.size(); sample++) {
                    training.sample(sample);
                }
            } catch (DataException e) {
                assertThat(e).as("seed %d, trial %d", seed, trial).hasMessageContaining("set-");
            }
        }
    }

    @Test
    void otherFilesAreRefusedWithAReason() throws IOException {
        assertThatThrownBy(() -> DataSets.open("shards:" + folder)).hasMessageContaining("holds no .tar files");
        Files.createDirectories(folder.resolve("bare"));
        assertThatThrownBy(() -> DataSets.open("shards:" + folder + "/bare,val=" + folder + "/bare"))
                .hasMessageContaining("bare: holds no .tar files");
        assertThatThrownBy(() -> DataSets.open("shards:" + folder + "/none.tar"))
                .hasMessageContaining("none.tar: this file is missing");
        assertThatThrownBy(() -> DataSets.open("shards:" + folder + "/n*.tar")).hasMessageContaining("fits no file");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.tar")))) {
            out.write(new byte[1024]);
        }
        assertThatThrownBy(() -> DataSets.open("shards:" + folder)).hasMessageContaining("is compressed with gzip");
        Files.writeString(folder.resolve("a.tar"), "This is no tar. ".repeat(128));
        assertThatThrownBy(() -> DataSets.open("shards:" + folder)).hasMessageContaining("is a damaged tar file");
    }

    @Test
    void indexIsKeptUntilAFileChanges() throws IOException {
        writeTwoParts();
        FileTime past = FileTime.fromMillis(1_000_000_000_000L);
        for (String name : List.of("set-train-000.tar", "set-train-001.tar", "set-validation-000.tar")) {
            Files.setLastModifiedTime(folder.resolve(name), past);
        }
        String text = folder + "/set-train-*.tar,val=" + folder + "/set-validation-000.tar";
        Path kept = folder.resolve("indices");
        Function<Path, IndexCache> caches = place -> new IndexCache(List.of(kept.resolve(place.getFileName())), 1);
        DataSource first = Shards.open(text, caches);
        assertThat(kept.toFile().list()).hasSize(2);
        DataSource second = Shards.open(text, caches);
        assertThat(SmallPng.colours(second.training())).containsExactly(SmallPng.colours(first.training()));
        assertThat(SmallPng.labels(second.training())).containsExactly(1, 0, 2);
        try (Tar tar = tar("set-train-001.tar")) {
            tar.sample("05", 0x050505, "2").sample("06", 0x060606, "1");
        }
        assertThat(SmallPng.colours(Shards.open(text, caches).training()))
                .containsExactly(0x010101, 0x020202, 0x050505, 0x060606);
    }
}
