package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureToInputTest {
    private static final Preprocessing TWO_BY_ONE = new Preprocessing(
            1, 2, 1, CropMode.SQUASH, Interpolation.BILINEAR, false, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    private static final Picture BLACK_WHITE = Picture.ofGrey(2, 1, new byte[] {0, (byte) 255});
    private static final float[] AS_IT_IS = {0, 0, 0, 1, 1, 1};
    private static final float[] FLIPPED = {1, 1, 1, 0, 0, 0};

    @Test
    void flipsHalfOfTheSamplesAndOthersInAnotherEpoch() {
        PictureToInput transform = new PictureToInput(List.of(new HorizontalFlip(0.5)), TWO_BY_ONE, 0);
        int flipped = 0;
        int changed = 0;
        for (int index = 0; index < 1000; index++) {
            float[] first = input(transform, 0, index);
            assertThat(first).isIn(AS_IT_IS, FLIPPED);
            assertThat(input(transform, 0, index)).isEqualTo(first);
            flipped += first[0] == 1 ? 1 : 0;
            changed += first[0] != input(transform, 1, index)[0] ? 1 : 0;
        }
        // 500 expected with a deviation of 16.
        assertThat(flipped).isBetween(420, 580);
        assertThat(changed).isBetween(420, 580);
    }

    @Test
    void evaluationChangesNothing() {
        PictureToInput transform = PictureToInput.forEvaluation(TWO_BY_ONE);
        for (int index = 0; index < 20; index++) {
            assertThat(input(transform, 0, index)).isEqualTo(AS_IT_IS);
        }
    }

    @Test
    void certaintyIsCertain() {
        PictureToInput always = new PictureToInput(List.of(new HorizontalFlip(1)), TWO_BY_ONE, 7);
        PictureToInput never = new PictureToInput(List.of(new HorizontalFlip(0)), TWO_BY_ONE, 7);
        for (int index = 0; index < 20; index++) {
            assertThat(input(always, 0, index)).isEqualTo(FLIPPED);
            assertThat(input(never, 0, index)).isEqualTo(AS_IT_IS);
        }
        assertThatThrownBy(() -> new HorizontalFlip(-0.5)).hasMessageContaining("between 0 and 1");
    }

    private static float[] input(PictureToInput transform, long epoch, int index) {
        Tensor batch = Tensor.zeros(transform.batchShape(2));
        transform.apply(BLACK_WHITE, epoch, index, batch, 1);
        return batch.slice(6, transform.batchShape(1)).toArray();
    }
}
