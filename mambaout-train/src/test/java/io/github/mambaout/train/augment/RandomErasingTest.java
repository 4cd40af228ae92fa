package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomErasingTest {
    private static final int DRAWS = 3000;
    private static final int SIDE = 64;
    private static final float UNTOUCHED = 9;
    private static final Randomness RANDOM = Randomness.ofSeed(17);
    private static final Range HALF = new Range(0.5, 2);

    /** The middle one of three inputs after erasing; its neighbours must stay as they were. */
    private static float[] erased(RandomErasing erasing, int draw) {
        int size = SIDE * SIDE * 3;
        float[] values = new float[3 * size];
        Arrays.fill(values, UNTOUCHED);
        Tensor batch = Tensor.of(Shape.of(3, SIDE, SIDE, 3), values);
        erasing.apply(batch, 1, RANDOM.at(draw));
        float[] after = batch.toArray();
        for (int i = 0; i < size; i++) {
            if (after[i] != UNTOUCHED || after[2 * size + i] != UNTOUCHED) {
                throw new AssertionError("a neighbour was changed at " + i);
            }
        }
        return Arrays.copyOfRange(after, size, 2 * size);
    }

    private static int erasedPixels(float[] input) {
        int count = 0;
        for (int i = 0; i < input.length; i += 3) {
            boolean changed = input[i] != UNTOUCHED;
            assertThat(input[i + 1] != UNTOUCHED).isEqualTo(changed);
            assertThat(input[i + 2] != UNTOUCHED).isEqualTo(changed);
            count += changed ? 1 : 0;
        }
        return count;
    }

    @Test
    void inputsAreChangedWithTheProbability() {
        RandomErasing erasing = RandomErasing.usual(0.25, ErasingMode.CONSTANT, 1);
        Sample.of(DRAWS, i -> erasedPixels(erased(erasing, i)) > 0 ? 1 : 0).hasProbability(0.25);
        RandomErasing never = RandomErasing.usual(0, ErasingMode.CONSTANT, 1);
        assertThat(erasedPixels(erased(never, 0))).isZero();
    }

    @Test
    void areaIsEvenWhereEverythingFits() {
        RandomErasing erasing = new RandomErasing(1, ErasingMode.CONSTANT, new Range(0.1, 0.4), HALF, 1, 1, 10);
        // Sides are rounded to whole pixels, which at most moves the area by half a pixel a side.
        Sample.of(DRAWS, i -> (double) erasedPixels(erased(erasing, i)) / (SIDE * SIDE))
                .hasMean(0.25, 0.3 / Math.sqrt(12));
    }

    @Test
    void boxIsARectangleOfTheAspectAnywhereInTheInput() {
        RandomErasing erasing = new RandomErasing(1, ErasingMode.CONSTANT, new Range(0.2, 0.3), HALF, 1, 1, 10);
        Sample logarithms = Sample.of(DRAWS, i -> {
            int[] box = box(erased(erasing, i));
            return Math.log((double) box[3] / box[2]);
        });
        logarithms.hasMean(0, 2 * Math.log(2) / Math.sqrt(12));
        assertThat(Arrays.stream(logarithms.values()).max().orElseThrow()).isBetween(0.63, 0.75);
        assertThat(Arrays.stream(logarithms.values()).min().orElseThrow()).isBetween(-0.75, -0.63);
        Sample.of(DRAWS, i -> {
                    int[] box = box(erased(erasing, i));
                    return (box[0] + 0.5) / (SIDE - box[2] + 1);
                })
                .hasMean(0.5, 1 / Math.sqrt(12));
        Sample.of(DRAWS, i -> {
                    int[] box = box(erased(erasing, i));
                    return (box[1] + 0.5) / (SIDE - box[3] + 1);
                })
                .hasMean(0.5, 1 / Math.sqrt(12));
    }

    /** Left, top, width and height of what is erased, which must be a rectangle. */
    private static int[] box(float[] input) {
        int left = SIDE;
        int right = 0;
        int top = SIDE;
        int bottom = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (input[(y * SIDE + x) * 3] != UNTOUCHED) {
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        assertThat(erasedPixels(input)).isEqualTo((right - left) * (bottom - top));
        return new int[] {left, top, right - left, bottom - top};
    }

    @Test
    void modesFillWithTheMeanOneColourOrNoise() {
        Range quarter = new Range(0.25, 0.25);
        Range square = new Range(1, 1);
        float[] mean = erasedValues(new RandomErasing(1, ErasingMode.CONSTANT, quarter, square, 1, 1, 10), 0);
        assertThat(mean).hasSize(32 * 32 * 3).containsOnly(0);
        RandomErasing colour = new RandomErasing(1, ErasingMode.COLOR, quarter, square, 1, 1, 10);
        for (int i = 0; i < 20; i++) {
            float[] values = erasedValues(colour, i);
            assertThat(values[0]).isNotEqualTo(values[1]).isNotEqualTo(values[2]);
            for (int k = 3; k < values.length; k++) {
                assertThat(values[k]).isEqualTo(values[k - 3]);
            }
        }
        isStandardNormal(Sample.of(DRAWS, i -> erasedValues(colour, i)[i % 3]));
        RandomErasing noise = new RandomErasing(1, ErasingMode.PIXEL, quarter, square, 1, 1, 10);
        float[] values = erasedValues(noise, 1);
        isStandardNormal(Sample.of(values.length, i -> values[i]));
        assertThat(values).doesNotHaveDuplicates();
        assertThat(erasedValues(noise, 2)).doesNotContain(values[0], values[1], values[2]);
    }

    private static void isStandardNormal(Sample sample) {
        double[] values = sample.values();
        sample.hasMean(0, 1);
        Sample.of(values.length, i -> values[i] * values[i]).hasMean(1, Math.sqrt(2));
        Sample.of(values.length, i -> Math.pow(values[i], 4)).hasMean(3, Math.sqrt(96));
    }

    private static float[] erasedValues(RandomErasing erasing, int draw) {
        float[] input = erased(erasing, draw);
        float[] values = new float[input.length];
        int count = 0;
        for (float value : input) {
            if (value != UNTOUCHED) {
                values[count++] = value;
            }
        }
        return Arrays.copyOf(values, count);
    }

    @Test
    void severalBoxesShareTheArea() {
        Range tenth = new Range(0.1, 0.1);
        RandomErasing erasing = new RandomErasing(1, ErasingMode.CONSTANT, tenth, new Range(1, 1), 4, 4, 10);
        // Four boxes of round(sqrt(0.1 * 4096 / 4)) = 10 pixels a side; they may overlap.
        int most = 0;
        for (int i = 0; i < 200; i++) {
            int pixels = erasedPixels(erased(erasing, i));
            assertThat(pixels).isBetween(100, 400);
            most = Math.max(most, pixels);
        }
        assertThat(most).isEqualTo(400);
        RandomErasing oneToThree = new RandomErasing(1, ErasingMode.COLOR, tenth, new Range(1, 1), 1, 3, 10);
        // The side tells the number of boxes: 20, 14 or 12 pixels.
        Sample.of(DRAWS, i -> firstRowLength(erased(oneToThree, i)) == 20 ? 1 : 0)
                .hasProbability(1 / 3.0);
    }

    private static int firstRowLength(float[] input) {
        int start = 0;
        while (input[start] == UNTOUCHED) {
            start += 3;
        }
        int length = 0;
        while (start + length * 3 < input.length && input[start + length * 3] == input[start]) {
            length++;
        }
        return length;
    }

    @Test
    void whatNeverFitsIsLeftOut() {
        RandomErasing whole = new RandomErasing(1, ErasingMode.CONSTANT, new Range(1, 1), HALF, 1, 1, 10);
        for (int i = 0; i < 20; i++) {
            assertThat(erasedPixels(erased(whole, i))).isZero();
        }
    }

    @Test
    void impossibleErasingIsRefused() {
        assertThatThrownBy(() -> RandomErasing.usual(1.1, ErasingMode.PIXEL, 1)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> RandomErasing.usual(0.1, ErasingMode.PIXEL, 0)).hasMessageContaining("1 to 0");
        assertThatThrownBy(() -> new RandomErasing(1, ErasingMode.PIXEL, new Range(0.5, 2), HALF, 1, 1, 10))
                .hasMessageContaining("2.0");
        assertThatThrownBy(
                        () -> new RandomErasing(1, ErasingMode.PIXEL, new Range(0.1, 0.2), new Range(0, 1), 1, 1, 10))
                .hasMessageContaining("aspect");
    }
}
