package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Workers;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixingTest {
    private static final Shape BATCH = Shape.of(5, 6, 8, 3);
    private static final int DRAWS = 2000;

    @Test
    void blendsEachPictureWithItsPartnerFromTheEnd() {
        Tensor before = pictures();
        Tensor batch = pictures();
        apply(new Mix.Blend(0.7), batch, 2);
        for (int n = 0; n < 5; n++) {
            for (int i = 0; i < BATCH.elements() / 5; i++) {
                double own = pixel(before, n, i);
                double expected = n == 2 ? own : 0.7 * own + 0.3 * pixel(before, 4 - n, i);
                assertThat(pixel(batch, n, i)).as("picture %d, value %d", n, i).isCloseTo(expected, within(1e-6));
            }
        }
    }

    @Test
    void cutsTheBoxFromThePartnerAndKeepsTheRest() {
        Tensor before = pictures();
        Tensor batch = pictures();
        apply(new Mix.Box(1, 4, 2, 7, 0.6875), batch, 2);
        for (int n = 0; n < 5; n++) {
            for (int i = 0; i < BATCH.elements() / 5; i++) {
                int y = i / 24;
                int x = i / 3 % 8;
                boolean inside = y >= 1 && y < 4 && x >= 2 && x < 7;
                assertThat(pixel(batch, n, i))
                        .as("picture %d, value %d", n, i)
                        .isEqualTo(pixel(before, inside ? 4 - n : n, i));
            }
        }
    }

    @Test
    void aBoxIsCutOffAtTheBordersAndItsShareIsWhatIsLeft() {
        // A share of 0.75 wants half of each side: 112 of 224 and 100 of 200.
        assertThat(Mix.Box.around(112, 100, 0.75, 224, 200)).isEqualTo(new Mix.Box(56, 168, 50, 150, 0.75));
        Mix.Box corner = Mix.Box.around(0, 190, 0.75, 224, 200);
        assertThat(corner).isEqualTo(new Mix.Box(0, 56, 140, 200, 1 - 56.0 * 60 / (224 * 200)));
        // timm halves the side in whole pixels: 5 wanted become 2 on either side of the centre.
        assertThat(Mix.Box.around(5, 5, 0.75, 10, 10)).isEqualTo(new Mix.Box(3, 7, 3, 7, 0.84));
        assertThat(Mix.Box.around(3, 3, 1, 10, 10).share()).isEqualTo(1);
    }

    @Test
    void hasTheSameBitsOnAnyNumberOfThreads() {
        for (Mix mix : List.of(new Mix.Blend(0.37), new Mix.Box(0, 6, 1, 3, 0.75))) {
            Tensor alone = pictures();
            Tensor together = pictures();
            apply(mix, alone, 1);
            apply(mix, together, 4);
            assertThat(together.toArray()).isEqualTo(alone.toArray());
        }
    }

    @Test
    void sharesFollowTheBetaDistribution() {
        // Beta(1/2, 1/2) is the arcsine distribution, with 2/pi asin(sqrt(x)); Beta(1, 1) is uniform.
        double[] half = shares(new Mixing(0.5, 0, 1, 0.5));
        double[] even = shares(new Mixing(1, 0, 1, 0.5));
        for (int i = 0; i < DRAWS; i++) {
            double middle = (i + 0.5) / DRAWS;
            // The Kolmogorov-Smirnov bound for 1% of error is 1.63 / sqrt(n).
            assertThat(2 / Math.PI * Math.asin(Math.sqrt(half[i]))).isCloseTo(middle, within(1.63 / Math.sqrt(DRAWS)));
            assertThat(even[i]).isCloseTo(middle, within(1.63 / Math.sqrt(DRAWS)));
        }
        // The variance of Beta(a, a) is 1 / (4 (2 a + 1)); of the paper's 0.8 it is 0.096, and its error 0.0018.
        double[] paper = shares(new Mixing(0.8, 0, 1, 0.5));
        double variance = Arrays.stream(paper)
                .map(share -> (share - 0.5) * (share - 0.5))
                .average()
                .orElseThrow();
        assertThat(variance).isCloseTo(1 / 10.4, within(0.006));
    }

    private static double[] shares(Mixing mixing) {
        return IntStream.range(0, DRAWS)
                .mapToDouble(batch -> draw(mixing, batch).share())
                .sorted()
                .toArray();
    }

    @Test
    void switchesBetweenTheTwoAsOftenAsAsked() {
        assertThat(kinds(new Mixing(0.8, 1, 1, 0.5))).satisfies(counts -> {
            assertThat(counts[0]).isZero();
            // 1,000 expected with a deviation of 22.
            assertThat(counts[1]).isBetween(910, 1090);
            assertThat(counts[2]).isEqualTo(DRAWS - counts[1]);
        });
        // 600 expected with a deviation of 20, of which 420 and 180.
        assertThat(kinds(new Mixing(0.8, 1, 0.3, 0.3))).satisfies(counts -> {
            assertThat(counts[1] + counts[2]).isBetween(520, 680);
            assertThat(counts[2]).isBetween(130, 230);
        });
        assertThat(kinds(new Mixing(0.8, 0, 1, 0.5))).containsExactly(0, DRAWS, 0);
        assertThat(kinds(new Mixing(0, 1, 1, 0.5))).containsExactly(0, 0, DRAWS);
        assertThat(kinds(Mixing.none())).containsExactly(DRAWS, 0, 0);
        assertThat(Mixing.none().mixes()).isFalse();
        assertThat(new Mixing(0.8, 1, 1, 0.5).mixes()).isTrue();
    }

    private static int[] kinds(Mixing mixing) {
        int[] counts = new int[3];
        for (int batch = 0; batch < DRAWS; batch++) {
            Mix mix = draw(mixing, batch);
            counts[mix instanceof Mix.None ? 0 : mix instanceof Mix.Blend ? 1 : 2]++;
        }
        return counts;
    }

    private static Mix draw(Mixing mixing, int batch) {
        return mixing.draw(64, 64, Randomness.ofSeed(3).at(batch));
    }

    @Test
    void drawsTheSameForTheSameKeyOnly() {
        Mixing mixing = new Mixing(0.8, 1, 1, 0.5);
        assertThat(draw(mixing, 7)).isEqualTo(draw(mixing, 7));
        assertThat(draw(mixing, 7)).isNotEqualTo(draw(mixing, 8));
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> new Mixing(-0.1, 0, 1, 0.5)).hasMessageContaining("mixup");
        assertThatThrownBy(() -> new Mixing(0, Double.NaN, 1, 0.5)).hasMessageContaining("cutmix");
        assertThatThrownBy(() -> new Mixing(1, 1, 1.5, 0.5)).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> new Mix.Blend(2)).hasMessageContaining("share");
        Tensor matrix = Tensor.zeros(Shape.of(2, 2));
        assertThatThrownBy(() -> apply(new Mix.Box(0, 1, 0, 1, 0.5), matrix, 1))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[N, H, W, C]");
    }

    private static Tensor pictures() {
        Tensor batch = Tensor.zeros(BATCH);
        for (int i = 0; i < BATCH.elements(); i++) {
            batch.data().put(i, (float) Randomness.ofSeed(9).normal(i));
        }
        return batch;
    }

    private static double pixel(Tensor batch, int picture, int index) {
        return batch.get(picture * (BATCH.elements() / 5) + index);
    }

    private static void apply(Mix mix, Tensor batch, int threads) {
        try (Workers workers = new Workers(threads)) {
            mix.apply(batch, workers);
        }
    }
}
