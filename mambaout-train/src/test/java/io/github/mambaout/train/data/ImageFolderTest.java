package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeASmallSet() throws IOException {
        picture("train/cat/b.png", 0x102030);
        picture("train/cat/a.PNG", 0xFF0000);
        picture("train/ape/c.png", 0x00FF00);
        Files.writeString(folder.resolve("train/ape/notes.txt"), "no picture");
        Files.writeString(folder.resolve("train/.DS_Store"), "");
        picture("val/cat/d.png", 0x0000FF);
        picture("val/ape/e.png", 0x0000FE);
    }

    @Test
    void classesAndFilesAreOrderedByName() {
        DataSource source = DataSets.open("folder:" + folder);
        DataSet training = source.training();
        assertThat(training.classes()).containsExactly("ape", "cat");
        assertThat(training.size()).isEqualTo(3);
        assertSample(training, 0, 0, 0x00FF00);
        assertSample(training, 1, 1, 0xFF0000);
        assertSample(training, 2, 1, 0x102030);
        assertThat(source.validation().size()).isEqualTo(2);
        assertThat(source.preprocessing().height()).isEqualTo(224);
    }

    private static void assertSample(DataSet data, int index, int label, int rgb) {
        assertThat(data.label(index)).isEqualTo(label);
        assertThat(data.sample(index).orElseThrow().label()).isEqualTo(label);
        assertThat(SmallPng.rgb(data, index)).isEqualTo(rgb);
    }

    @Test
    void textFileNamedAsAPictureIsSkippedAndCountedOnce() throws IOException {
        Files.writeString(folder.resolve("train/ape/a.jpg"), "this is text");
        DataSet training = DataSets.open("folder:" + folder).training();
        assertThat(training.size()).isEqualTo(4);
        assertThat(training.sample(0)).isEmpty();
        assertThat(training.sample(0)).isEmpty();
        assertThat(training.skipped()).hasSize(1);
        assertThat(training.skipped().get(0).file()).endsWith("a.jpg");
        assertThat(training.skipped().get(0).reason()).contains("a.jpg");
    }

    @Test
    void missingAndEmptyFoldersAreNamed() throws IOException {
        assertRefused("folder:" + folder.resolve("none"), "none: there is no such folder");
        assertRefused("folder:" + folder.resolve("train"), "the class ape has one picture");
        Files.createDirectories(folder.resolve("judged/val"));
        assertRefused("folder:" + folder.resolve("judged"), "this folder is missing");
        Files.createDirectories(folder.resolve("empty/train"));
        Files.createDirectories(folder.resolve("empty/val"));
        assertRefused("folder:" + folder.resolve("empty"), "train: holds no folders");
    }

    @Test
    void classWithoutPicturesIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("train/dog"));
        Files.writeString(folder.resolve("train/dog/readme.txt"), "");
        assertRefused("folder:" + folder, "dog: holds no pictures");
        picture("train/dog/f.png", 0);
        assertRefused("folder:" + folder, "the class dog has no folder here");
        picture("val/dog/g.png", 0);
        picture("val/elk/h.png", 0);
        assertRefused("folder:" + folder, "elk: this class is not in");
    }

    private static void assertRefused(String data, String message) {
        assertThatThrownBy(() -> DataSets.open(data))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    private void picture(String path, int rgb) throws IOException {
        SmallPng.write(folder.resolve(path), rgb);
    }

    @Test
    void picturesAtAnyDepthBelongToTheirClass() throws IOException {
        picture("train/cat/z/deep/f.png", 0x000001);
        picture("train/cat/aa/g.png", 0x000002);
        picture("train/.hidden/h.png", 0x000003);
        picture("train/loose.png", 0x000004);
        DataSet training = DataSets.open("folder:" + folder).training();
        assertThat(training.classes()).containsExactly("ape", "cat");
        assertThat(SmallPng.colours(training)).containsExactly(0x00FF00, 0xFF0000, 0x102030, 0x000002, 0x000001);
        assertThat(SmallPng.labels(training)).containsExactly(0, 1, 1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"validation", "valid", "test"})
    void heldOutPartHasOtherUsualNamesToo(String name) throws IOException {
        Files.move(folder.resolve("val"), folder.resolve(name));
        Files.move(folder.resolve("train"), folder.resolve("training"));
        DataSource source = DataSets.open("folder:" + folder);
        assertThat(SmallPng.colours(source.validation())).containsExactly(0x0000FE, 0x0000FF);
        assertThat(source.training().size()).isEqualTo(3);
    }

    @Test
    void tenthOfEachClassIsHeldOutWhereThereIsNoSuchPart() throws IOException {
        Path whole = folder.resolve("whole");
        for (int i = 0; i < 20; i++) {
            picture("whole/a/" + i + ".png", i);
            picture("whole/b/" + i + ".png", 256 + i);
        }
        DataSource source = DataSets.open("folder:" + whole);
        assertThat(source.training().size()).isEqualTo(36);
        assertThat(SmallPng.labels(source.validation())).containsExactly(0, 0, 1, 1);
        assertThat(Stream.of(source.training(), source.validation())
                        .flatMapToInt(part -> IntStream.of(SmallPng.colours(part)))
                        .sorted()
                        .toArray())
                .containsExactly(IntStream.concat(IntStream.range(0, 20), IntStream.range(256, 276))
                        .toArray());
        assertThat(SmallPng.colours(DataSets.open("folder:" + whole).validation()))
                .containsExactly(SmallPng.colours(source.validation()));
    }

    @Test
    void classFileStatesOrderAndNamesAndLeavesOthersOut() throws IOException {
        picture("train/eel/i.png", 7);
        Files.writeString(folder.resolve("classes.txt"), "eel\n\ncat\tHouse cat\n");
        DataSource source = DataSets.open("folder:" + folder);
        assertThat(source.training().classes()).containsExactly("eel", "House cat");
        assertThat(SmallPng.colours(source.training())).containsExactly(0xFF0000, 0x102030, 7);
        assertThat(SmallPng.labels(source.training())).containsExactly(1, 1, 0);
        assertThat(SmallPng.colours(source.validation())).containsExactly(0x0000FF);
    }

    @Test
    void nameThatIsNoUtf8IsReadAllTheSame() throws IOException {
        Path odd = Path.of(URI.create(folder.resolve("train/ape").toUri() + "%E9%FF.png"));
        assumeThat(writes(odd, 0x0A0B0C)).isTrue();
        Path umlaut = Path.of(URI.create(folder.resolve("train/ape").toUri() + "%C3%A4.png"));
        SmallPng.write(umlaut, 0x0D0E0F);
        DataSet training = DataSets.open("folder:" + folder).training();
        assertThat(SmallPng.colours(training)).containsExactly(0x00FF00, 0x0D0E0F, 0x0A0B0C, 0xFF0000, 0x102030);
    }

    /** Not every file system takes such a name. */
    private static boolean writes(Path file, int rgb) {
        try {
            SmallPng.write(file, rgb);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void linkBackIsPassedOver() throws IOException {
        Files.createSymbolicLink(folder.resolve("train/cat/again"), folder.resolve("train"));
        assertThat(DataSets.open("folder:" + folder).training().size()).isEqualTo(3);
    }

    @Test
    void dataThatAreGoneAreAnErrorNotABrokenPicture() throws IOException {
        DataSet training = DataSets.open("folder:" + folder).training();
        Files.delete(folder.resolve("train/ape/c.png"));
        assertThat(training.sample(0)).isEmpty();
        assertThat(training.skipped()).hasSize(1);
        Files.move(folder.resolve("train"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> training.sample(1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("are gone");
        assertThat(training.skipped()).hasSize(1);
    }

    @Test
    void indexIsKeptUntilAFolderChanges() throws IOException {
        setTimes(FileTime.fromMillis(1_000_000_000_000L));
        Function<Path, IndexCache> caches =
                part -> new IndexCache(List.of(part.resolveSibling(part.getFileName() + ".index")), 1);
        int[] colours = SmallPng.colours(ImageFolder.open(folder, caches).training());
        Path index = folder.resolve("train.index");
        byte[] first = Files.readAllBytes(index);
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).contains("a.PNG");
        assertThat(SmallPng.colours(ImageFolder.open(folder, caches).training()))
                .containsExactly(colours);
        assertThat(Files.readAllBytes(index)).isEqualTo(first);

        picture("train/cat/c.png", 0x050505);
        setTimes(FileTime.fromMillis(1_000_000_100_000L));
        assertThat(SmallPng.colours(ImageFolder.open(folder, caches).training()))
                .containsExactly(0x00FF00, 0xFF0000, 0x102030, 0x050505);
        assertThat(Files.readAllBytes(index)).isNotEqualTo(first);
    }

    @Test
    void damagedIndexIsMadeAnew() throws IOException {
        setTimes(FileTime.fromMillis(1_000_000_000_000L));
        Path index = folder.resolve("one.index");
        Function<Path, IndexCache> caches = part ->
                new IndexCache(part.endsWith("train") ? List.of(index) : List.of(folder.resolve("other.index")), 1);
        int[] colours = SmallPng.colours(ImageFolder.open(folder, caches).training());
        byte[] whole = Files.readAllBytes(index);
        for (int at = 0; at < whole.length; at += 7) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(index, flipped);
            assertThat(SmallPng.colours(ImageFolder.open(folder, caches).training()))
                    .containsExactly(colours);
        }
        Files.write(index, Arrays.copyOf(whole, 11));
        assertThat(SmallPng.colours(ImageFolder.open(folder, caches).training()))
                .containsExactly(colours);
        assertThat(Files.readAllBytes(index)).isEqualTo(whole);
    }

    @Test
    void indexOfFreshDataIsNotKept() {
        Path index = folder.resolve("fresh.index");
        ImageFolder.open(folder, part -> new IndexCache(List.of(index), 1));
        assertThat(index).doesNotExist();
    }

    @Test
    void indexGoesToTheNextPlaceWhereTheFirstCannotBeWritten() throws IOException {
        setTimes(FileTime.fromMillis(1_000_000_000_000L));
        Path blocked = folder.resolve("train/ape/c.png/train.index");
        Path second = folder.resolve("caches/x.index");
        ImageFolder.open(folder, part -> new IndexCache(List.of(blocked, second), 1));
        assertThat(second).exists();
    }

    private void setTimes(FileTime time) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path place : all.filter(Files::isDirectory).toList()) {
                Files.setLastModifiedTime(place, time);
            }
        }
    }
}
