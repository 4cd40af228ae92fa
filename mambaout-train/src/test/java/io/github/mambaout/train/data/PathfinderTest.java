package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Picture;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathfinderTest {
    /** A pixel of this lightness or more belongs to a path or dot. */
    private static final int INK = 64;
    /** Further than the gaps between a path's dashes, nearer than two paths. */
    private static final double JUMP = 2.3;

    private static Pathfinder training(String data) {
        return (Pathfinder) DataSets.open(data).training();
    }

    private static Picture picture(DataSet set, int index) {
        return set.sample(index).orElseThrow().picture();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pathfinder:32", "pathfinder:64", "pathfinder:128,shortest=24,dashes=24"})
    void aFloodFromDotToDotFindsTheLabel(String data) {
        Pathfinder set = training(data);
        for (int i = 0; i < 100; i++) {
            Sample sample = set.sample(i).orElseThrow();
            assertThat(floodReaches(sample.picture(), set.scene(i)))
                    .as("sample %d of %s", i, data)
                    .isEqualTo(sample.label() == Pathfinder.CONNECTED);
        }
    }

    /** Goes from inked pixel to inked pixel over the gaps of dashes. */
    private static boolean floodReaches(Picture picture, PathfinderScene scene) {
        int size = picture.width();
        boolean[] seen = new boolean[size * size];
        Deque<Integer> waiting = new ArrayDeque<>();
        int goal = place(scene.second(), size);
        waiting.add(place(scene.first(), size));
        int reach = (int) Math.ceil(JUMP);
        while (!waiting.isEmpty()) {
            int from = waiting.remove();
            if (from == goal) {
                return true;
            }
            for (int down = -reach; down <= reach; down++) {
                for (int across = -reach; across <= reach; across++) {
                    int x = from % size + across;
                    int y = from / size + down;
                    boolean near = across * across + down * down <= JUMP * JUMP;
                    if (near && x >= 0 && y >= 0 && x < size && y < size && !seen[y * size + x]) {
                        if (picture.get(x, y, 0) >= INK) {
                            seen[y * size + x] = true;
                            waiting.add(y * size + x);
                        }
                    }
                }
            }
        }
        return false;
    }

    private static int place(DashedPath.Step leaving, int size) {
        Segment dash = leaving.dash();
        return (int) dash.y0() * size + (int) dash.x0();
    }

    @Test
    void versionsOfASceneHaveTheSameDotsAndTheSameDashesThere() {
        Pathfinder set = training("pathfinder:64");
        for (int i = 0; i < 100; i += 2) {
            PathfinderScene connected = set.scene(i);
            PathfinderScene apart = set.scene(i + 1);
            assertThat(apart.first()).isEqualTo(connected.first());
            assertThat(apart.second()).isEqualTo(connected.second());
            assertThat(connected.paths().get(0).first()).isEqualTo(connected.first());
            assertThat(connected.paths().get(0).firstFromTheEnd()).isEqualTo(connected.second());
            assertThat(apart.paths().get(0).first()).isEqualTo(apart.first());
            assertThat(apart.paths().get(1).first()).isEqualTo(apart.second());
        }
    }

    @Test
    void classesHaveEquallyManyPathsOfEqualLength() {
        Pathfinder set = training("pathfinder:64,shortest=9,dashes=9,distractors=5");
        for (int i = 0; i < 100; i++) {
            assertThat(set.scene(i).paths())
                    .extracting(path -> path.steps().size())
                    .containsExactly(9, 9, 3, 3, 3, 3, 3);
        }
    }

    @Test
    void bothVersionsOfASceneAreAsLongAndEveryLengthIsAsFrequent() {
        Pathfinder set = training("pathfinder:64,shortest=4,dashes=7,distractors=0");
        int[] frequency = new int[8];
        for (int i = 0; i < 800; i += 2) {
            int length = set.scene(i).paths().get(0).steps().size();
            assertThat(set.scene(i).paths().get(1).steps()).hasSize(length);
            assertThat(set.scene(i + 1).paths()).allMatch(path -> path.steps().size() == length);
            frequency[length]++;
        }
        // Of 400 scenes 100 each, with a deviation of 8.7.
        assertThat(Arrays.copyOfRange(frequency, 4, 8)).satisfies(counts -> {
            for (int count : counts) {
                assertThat(count).isBetween(65, 135);
            }
        });
    }

    @Test
    void bothClassesHaveTheSameLight() {
        Pathfinder set = training("pathfinder:32");
        int pairs = 1000;
        double[] differences = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            differences[i] = light(picture(set, 2 * i)) - light(picture(set, 2 * i + 1));
        }
        double mean = IntStream.range(0, pairs)
                .mapToDouble(i -> differences[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, pairs)
                .mapToDouble(i -> (differences[i] - mean) * (differences[i] - mean))
                .average()
                .orElseThrow();
        double level = light(picture(set, 0));
        assertThat(Math.abs(mean)).isLessThan(Math.max(0.002 * level, 3 * Math.sqrt(variance / pairs)));
        assertThat(Math.sqrt(variance)).isLessThan(0.05 * level);
    }

    private static double light(Picture picture) {
        double sum = 0;
        for (byte value : picture.rgb()) {
            sum += value & 0xFF;
        }
        return sum;
    }

    @Test
    void halfOfThePicturesBelongToEachClass() {
        DataSource source = DataSets.open("pathfinder:32,train=60,val=20");
        assertThat(source.training().size()).isEqualTo(60);
        assertThat(source.validation().size()).isEqualTo(20);
        assertThat(source.training().classes()).containsExactly("connected", "apart");
        assertThat(IntStream.range(0, 60)
                        .map(i -> source.training().sample(i).orElseThrow().label())
                        .sum())
                .isEqualTo(30);
        assertThat(source.preprocessing().height()).isEqualTo(32);
    }

    @Test
    void samplesDependOnNothingButSeedPartAndIndex() {
        DataSource source = DataSets.open("pathfinder:32");
        Picture seventh = picture(source.training(), 7);
        assertThat(picture(training("pathfinder:32,train=100,val=2"), 7)).isEqualTo(seventh);
        assertThat(IntStream.range(0, 16)
                        .parallel()
                        .mapToObj(i -> picture(source.training(), i))
                        .toList())
                .element(7)
                .isEqualTo(seventh);
        assertThat(picture(source.validation(), 7)).isNotEqualTo(seventh);
        assertThat(picture(training("pathfinder:32,seed=1"), 7)).isNotEqualTo(seventh);
        assertThat(picture(source.training(), 9)).isNotEqualTo(seventh);
    }

    @Test
    void pathsGrowWithTheSizeAndKeepTheirDistance() {
        assertThat(List.of(32, 64, 128))
                .extracting(
                        size -> PathfinderSettings.parse("pathfinder:" + size).dashes())
                .containsExactly(5, 9, 17);
        PathfinderScene scene = training("pathfinder:128").scene(0);
        for (DashedPath path : scene.paths()) {
            for (DashedPath other : scene.paths()) {
                if (path != other) {
                    assertThat(nearest(path, other)).isGreaterThanOrEqualTo(DashedPath.CLEARANCE);
                }
            }
        }
    }

    /** By points along the dashes, not by the formula under test. */
    private static double nearest(DashedPath path, DashedPath other) {
        double nearest = Double.POSITIVE_INFINITY;
        for (DashedPath.Step one : path.steps()) {
            for (DashedPath.Step two : other.steps()) {
                for (int i = 0; i <= 20; i++) {
                    for (int j = 0; j <= 20; j++) {
                        nearest = Math.min(
                                nearest,
                                Math.hypot(
                                        one.x() + i * one.across() / 20 - two.x() - j * two.across() / 20,
                                        one.y() + i * one.down() / 20 - two.y() - j * two.down() / 20));
                    }
                }
            }
        }
        return nearest;
    }

    @Test
    void linesAreAsLightAsTheyAreNear() {
        GreyCanvas canvas = new GreyCanvas(8);
        canvas.draw(new Segment(2, 3.5, 6, 3.5), 0.75);
        Picture picture = canvas.toPicture();
        assertThat(IntStream.range(0, 8).map(y -> picture.get(4, y, 0))).containsExactly(0, 0, 64, 255, 64, 0, 0, 0);
        // A pixel's middle beyond the end: half a pixel away, then one and a half.
        assertThat(picture.get(6, 3, 0)).isEqualTo(191);
        assertThat(picture.get(7, 3, 0)).isZero();
    }

    @Test
    void segmentsKnowTheirDistance() {
        Segment line = new Segment(0, 0, 4, 0);
        assertThat(line.squaredDistance(new Segment(1, -1, 3, 2))).isZero();
        assertThat(line.squaredDistance(new Segment(0, 2, 9, 3))).isEqualTo(4);
        assertThat(line.squaredDistance(new Segment(7, 4, 9, 9))).isEqualTo(25);
        assertThat(line.squaredDistance(-3, 4)).isEqualTo(25);
    }

    @Test
    void settingsAreReadAndSpelledOut() {
        assertThat(PathfinderSettings.parse("pathfinder:64,val=10,turn=20,seed=3"))
                .isEqualTo(new PathfinderSettings(64, 20_000, 10, 4, 9, 2, 20, 3))
                .hasToString("pathfinder:64,train=20000,val=10,shortest=4,dashes=9,distractors=2,turn=20,seed=3");
        assertThat(PathfinderSettings.parse(
                        PathfinderSettings.parse("pathfinder:128").toString()))
                .isEqualTo(PathfinderSettings.parse("pathfinder:128"));
    }

    @Test
    void wrongSettingsAreExplained() {
        assertRefused("pathfinder:", "names no size; write for instance pathfinder:64");
        assertRefused("pathfinder:big", "'big' in 'pathfinder:big' is no size");
        assertRefused("pathfinder:8", "size is 8, but must lie between 24 and 512");
        assertRefused("pathfinder:64,colour=3", "'colour=3' in 'pathfinder:64,colour=3' is no option of pathfinder");
        assertRefused("pathfinder:64,train", "'train' in");
        assertRefused("pathfinder:64,train=10,train=20", "gives train twice");
        assertRefused("pathfinder:64,train=-4", "'-4' in 'pathfinder:64,train=-4' is no train");
        assertRefused("pathfinder:64,train=0", "train is 0, but must lie between 2");
        assertRefused("pathfinder:64,shortest=10", "shortest is 10, but must lie between 4 and 9");
        assertRefused("pathfinder:64,val=7", "val is 7, but must be even");
        assertRefused("pathfinder:64,turn=90", "turn is 90, but must lie between 0 and 60");
        assertRefused("pathfinder:32,dashes=20,distractors=9", "Give fewer dashes or distractors, or a larger size");
    }

    private static void assertRefused(String data, String message) {
        assertThatThrownBy(() -> DataSets.open(data))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }
}
