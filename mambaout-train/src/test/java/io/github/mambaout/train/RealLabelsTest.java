package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.Sample;
import io.github.mambaout.train.data.SkippedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealLabelsTest {
    @TempDir
    private Path folder;

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("real.json"), json);
    }

    /** Places that stand in another order than their numbers. */
    private record Places(List<String> places) implements DataSet {
        @Override
        public String name() {
            return "places";
        }

        @Override
        public int size() {
            return places.size();
        }

        @Override
        public List<String> classes() {
            return List.of("a", "b", "c", "d", "e", "f", "g");
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public String place(int index) {
            return places.get(index);
        }

        @Override
        public Optional<Sample> sample(int index) {
            return Optional.empty();
        }

        @Override
        public List<SkippedPicture> skipped() {
            return List.of();
        }
    }

    @Test
    void labelsGoByTheNumberInThePicturesName() throws IOException {
        RealLabels labels = RealLabels.read(file("[[5], [], [1, 6]]"), 7);
        assertThat(labels.of("/data/val/a/ILSVRC2012_val_00000001.JPEG")).containsExactly(5);
        assertThat(labels.of("val-000.tar, ILSVRC2012_val_00000002.jpg")).isEmpty();
        assertThat(labels.of("ILSVRC2012_val_00000003")).containsExactlyInAnyOrder(1, 6);
    }

    @Test
    void anyClassThatAPictureShowsIsRight() throws IOException {
        RealLabels labels = RealLabels.read(file("[[5], [], [1, 6]]"), 7);
        Places data = new Places(List.of(
                "ILSVRC2012_val_00000003.JPEG", "ILSVRC2012_val_00000001.JPEG", "ILSVRC2012_val_00000002.JPEG"));
        RealAccuracy accuracy = new RealAccuracy(labels, data, List.of(0, 1, 2, 3, 4, 5, 6));
        accuracy.accept(new JudgedPicture(0, 0, List.of(6, 2, 3, 4, 0)));
        accuracy.accept(new JudgedPicture(1, 0, List.of(6, 5, 3, 4, 0)));
        accuracy.accept(new JudgedPicture(2, 0, List.of(0, 1, 2, 3, 4)));
        assertThat(accuracy.pictures()).isEqualTo(2);
        assertThat(accuracy.top1Share()).isEqualTo(0.5);
        assertThat(accuracy.top5Share()).isEqualTo(1);
    }

    @Test
    void classesOfTheDataAreTranslatedToTheLabels() throws IOException {
        RealLabels labels = RealLabels.read(file("[[5]]"), 7);
        RealAccuracy accuracy =
                new RealAccuracy(labels, new Places(List.of("ILSVRC2012_val_00000001.JPEG")), List.of(5, 2));
        accuracy.accept(new JudgedPicture(0, 0, List.of(0, 1)));
        assertThat(accuracy.top1Share()).isEqualTo(1);
    }

    @Test
    void picturesOfOtherNamesAreRefused() throws IOException {
        RealLabels labels = RealLabels.read(file("[[5]]"), 7);
        assertThatThrownBy(() -> labels.of("val/cat/7.png"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("val/cat/7.png")
                .hasMessageContaining("ILSVRC2012_val_00000001.JPEG");
        assertThatThrownBy(() -> labels.of("ILSVRC2012_val_00000002.JPEG")).hasMessageContaining("the pictures 1 to 1");
    }

    @Test
    void filesThatAreNoLabelsAreRefusedWithTheirPlace() throws IOException {
        assertThatThrownBy(() -> RealLabels.read(file("[[5], [\"cat\"]]"), 7))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 1, column 8");
        assertThatThrownBy(() -> RealLabels.read(file("[[5], [7]]"), 7))
                .hasMessageContaining("entry 1 has the class 7, but the classes are 0 to 6");
        assertThatThrownBy(() -> RealLabels.read(file("[[5], null]"), 7))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("holds null");
        assertThatThrownBy(() -> RealLabels.read(folder.resolve("none.json"), 7))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none.json");
    }
}
