package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Picture;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.Sample;
import io.github.mambaout.train.data.SkippedPicture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgedClassesTest {
    private static final List<String> LEARNED = List.of("cat", "dog", "owl", "eel");

    /** One picture of each label, whose grey value is its index. */
    private record Pictures(List<String> classes, List<Integer> labels) implements DataSet {
        @Override
        public String name() {
            return "pictures";
        }

        @Override
        public int size() {
            return labels.size();
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

    private static Pictures ofEach(String... classes) {
        return new Pictures(
                List.of(classes),
                java.util.stream.IntStream.range(0, classes.length).boxed().toList());
    }

    private static Pictures ofEach(List<String> classes) {
        return ofEach(classes.toArray(String[]::new));
    }

    @Test
    void sameClassesInAnotherOrderFindTheirLogits() {
        assertThat(JudgedClasses.all(LEARNED, ofEach(LEARNED)).logitOfClass()).containsExactly(0, 1, 2, 3);
        assertThat(JudgedClasses.all(LEARNED, ofEach("eel", "cat", "owl", "dog"))
                        .logitOfClass())
                .containsExactly(3, 0, 2, 1);
    }

    @Test
    void classesThatAreCountedGoByTheirNumber() {
        assertThat(JudgedClasses.all(LEARNED, ofEach("0", "1", "2", "3")).logitOfClass())
                .containsExactly(0, 1, 2, 3);
        assertThat(JudgedClasses.all(List.of("0", "1"), ofEach("b", "a")).logitOfClass())
                .containsExactly(0, 1);
    }

    @Test
    void namesThatTwoClassesShareDoNoHarmInTheSameOrder() {
        List<String> cranes = List.of("crane", "crane");
        assertThat(JudgedClasses.all(cranes, ofEach(cranes)).logitOfClass()).containsExactly(0, 1);
    }

    @Test
    void otherClassesAreRefusedWithBothLists() {
        assertThatThrownBy(() -> JudgedClasses.all(LEARNED, ofEach("cat", "dog", "owl", "elk")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("[cat, dog, owl, eel]")
                .hasMessageContaining("[cat, dog, owl, elk]");
        assertThatThrownBy(() -> JudgedClasses.all(LEARNED, ofEach("cat", "dog")))
                .hasMessageContaining("--classes");
    }

    @Test
    void choiceLeavesOutThePicturesOfOtherClasses() {
        Pictures data = new Pictures(List.of("eel", "cat", "owl", "dog"), List.of(0, 1, 2, 3, 1));
        JudgedClasses judged = JudgedClasses.only(LEARNED, data, List.of(0, 3));
        assertThat(judged.logitOfClass()).containsExactly(0, 3);
        assertThat(judged.data().classes()).containsExactly("cat", "eel");
        assertThat(judged.data().size()).isEqualTo(3);
        assertThat(List.of(
                        judged.data().label(0),
                        judged.data().label(1),
                        judged.data().label(2)))
                .containsExactly(1, 0, 0);
        Sample last = judged.data().sample(2).orElseThrow();
        assertThat(last.label()).isZero();
        assertThat(last.picture().get(0, 0, 0)).isEqualTo(4);
        assertThat(judged.data().sample(0).orElseThrow().label()).isEqualTo(1);
    }

    @Test
    void dataOfTheChosenClassesAloneAreMatchedByNameOrInOrder() {
        assertThat(JudgedClasses.only(LEARNED, ofEach("cat", "eel"), List.of(3, 0))
                        .logitOfClass())
                .containsExactly(0, 3);
        assertThat(JudgedClasses.only(LEARNED, ofEach("n01", "n02"), List.of(3, 0))
                        .logitOfClass())
                .containsExactly(3, 0);
    }

    @Test
    void dataOfAnotherNumberOfClassesAreRefused() {
        assertThatThrownBy(() -> JudgedClasses.only(LEARNED, ofEach("cat", "dog", "owl"), List.of(3, 0)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("3 classes, but 2 are chosen of the model's 4");
    }

    @Test
    void choiceWithoutPicturesIsRefused() {
        Pictures data = new Pictures(LEARNED, List.of(0, 0));
        assertThatThrownBy(() -> JudgedClasses.only(LEARNED, data, List.of(1, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none of its 2 pictures");
    }
}
