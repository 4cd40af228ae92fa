package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldOutTest {
    /** Each picture's grey value is its index. */
    private record Labelled(List<Integer> labels) implements DataSet {
        @Override
        public String name() {
            return "made";
        }

        @Override
        public int size() {
            return labels.size();
        }

        @Override
        public List<String> classes() {
            return List.of("a", "b");
        }

        @Override
        public int label(int index) {
            return labels.get(index);
        }

        @Override
        public Optional<Sample> sample(int index) {
            return Optional.of(new Sample(Picture.ofGrey(1, 1, new byte[] {(byte) index}), label(index)));
        }

        @Override
        public List<SkippedPicture> skipped() {
            return List.of();
        }
    }

    private static DataSource source(List<Integer> labels) {
        return new DataSource(new Labelled(labels), new Labelled(List.of(0, 1)), Preprocessing.imageNet(8));
    }

    /** 30 pictures of the first class, 10 of the second, mixed. */
    private static List<Integer> labels() {
        return IntStream.range(0, 40).map(i -> i % 4 == 0 ? 1 : 0).boxed().toList();
    }

    private static List<Integer> indices(DataSet set) {
        return IntStream.range(0, set.size())
                .map(index -> set.sample(index).orElseThrow().picture().rgb()[0])
                .boxed()
                .toList();
    }

    @Test
    void everyPictureIsOnOneSide() {
        DataSource split = HoldOut.of(source(labels()), 0.2);
        List<Integer> all = new ArrayList<>(indices(split.training()));
        all.addAll(indices(split.validation()));
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 40).boxed().toList());
        assertThat(split.training().name()).isEqualTo("made, trained on");
        assertThat(split.validation().name()).isEqualTo("made, held out");
    }

    @Test
    void everyClassGivesTheSameShare() {
        DataSet heldOut = HoldOut.of(source(labels()), 0.2).validation();
        assertThat(IntStream.range(0, heldOut.size()).map(heldOut::label).boxed())
                .containsExactlyInAnyOrder(0, 0, 0, 0, 0, 0, 1, 1);
        IntStream.range(0, heldOut.size())
                .forEach(index -> assertThat(heldOut.label(index))
                        .isEqualTo(heldOut.sample(index).orElseThrow().label()));
    }

    @Test
    void theChoiceIsAlwaysTheSameAndNotTheFirstOnes() {
        List<Integer> first = indices(HoldOut.of(source(labels()), 0.2).validation());
        assertThat(indices(HoldOut.of(source(labels()), 0.2).validation())).isEqualTo(first);
        assertThat(first).isNotEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7));
    }

    @Test
    void everyClassHasOneOnEachSideAtLeast() {
        DataSource split = HoldOut.of(source(List.of(0, 0, 1, 1)), 0.01);
        assertThat(split.validation().size()).isEqualTo(2);
        assertThat(HoldOut.of(source(List.of(0, 0, 1, 1)), 0.99).training().size())
                .isEqualTo(2);
    }

    @Test
    void aShareOfNothingLeavesTheDataAsTheyAre() {
        DataSource data = source(labels());
        assertThat(HoldOut.of(data, 0)).isSameAs(data);
    }

    @Test
    void aClassOfOnePictureIsRefused() {
        assertThatThrownBy(() -> HoldOut.of(source(List.of(0, 0, 1)), 0.1))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("made: the class b has one picture");
    }

    @Test
    void aRunIsJudgedByWhatItWasNotTrainedOn(@TempDir Path folder) {
        assertThat(Trainer.builder()
                        .depths(List.of(1))
                        .dims(List.of(8))
                        .imgSize(8)
                        .maxUpdates(1)
                        .holdOut(0.1)
                        .output(folder.toString())
                        .build()
                        .run()
                        .last()
                        .orElseThrow()
                        .evaluation()
                        .pictures())
                .isEqualTo(600);
    }
}
