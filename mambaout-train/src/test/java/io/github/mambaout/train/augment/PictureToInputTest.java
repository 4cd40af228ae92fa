package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureFiles;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.data.SampleKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

    @Test
    void trainingTransformDoesTheStepsInOrder() {
        Preprocessing preprocessing = Preprocessing.imageNet(24);
        AugmentationSettings settings = AugmentationSettings.mambaOut();
        PictureToInput transform = PictureToInput.forTraining(settings, preprocessing, 3);
        Picture picture = PictureFiles.read("augment-input.png");
        for (int index = 0; index < 30; index++) {
            Randomness sample = Randomness.ofSeed(3).at("augment").at(2).at(index);
            Picture augmented = picture;
            for (Augmentation augmentation : settings.pictureAugmentations(preprocessing)) {
                augmented = augmentation.apply(augmented, sample);
            }
            Tensor expected = Tensor.zeros(transform.batchShape(1));
            preprocessing.normalizeTo(augmented, expected, 0);
            settings.inputAugmentations().get(0).apply(expected, 0, sample);
            Tensor batch = Tensor.zeros(transform.batchShape(1));
            transform.apply(picture, SampleKey.of(2, index), batch, 0);
            assertThat(batch.toArray()).isEqualTo(expected.toArray());
        }
    }

    @Test
    void withoutACropPicturesAreFittedAsInEvaluation() {
        Preprocessing preprocessing = Preprocessing.imageNet(24).withCropFraction(0.875);
        Picture picture = PictureFiles.read("augment-input.png");
        PictureToInput none = PictureToInput.forTraining(AugmentationSettings.none(), preprocessing, 3);
        Tensor batch = Tensor.zeros(none.batchShape(1));
        none.apply(picture, SampleKey.of(0, 0), batch, 0);
        assertThat(batch.toArray()).isEqualTo(preprocessing.apply(picture).toArray());
    }

    @Test
    void inputsDependOnSeedEpochAndSampleAloneWhoeverMakesThem() {
        Preprocessing preprocessing = Preprocessing.imageNet(24);
        Picture picture = PictureFiles.read("augment-input.png");
        AugmentationSettings settings = AugmentationSettings.mambaOut().toBuilder()
                .forceColorJitter(true)
                .vflip(0.5)
                .build();
        PictureToInput transform = PictureToInput.forTraining(settings, preprocessing, 3);
        int count = 64;
        Tensor inOrder = Tensor.zeros(transform.batchShape(count));
        for (int index = 0; index < count; index++) {
            transform.apply(picture, SampleKey.of(1, index), inOrder, index);
        }
        Tensor together = Tensor.zeros(transform.batchShape(count));
        IntStream.range(0, count)
                .parallel()
                .forEach(index ->
                        transform.apply(picture, SampleKey.of(1, count - 1 - index), together, count - 1 - index));
        assertThat(together.toArray()).isEqualTo(inOrder.toArray());
        int differentEpochs = 0;
        int differentSeeds = 0;
        PictureToInput otherSeed = PictureToInput.forTraining(settings, preprocessing, 4);
        for (int index = 0; index < count; index++) {
            float[] first = single(transform, picture, 1, index);
            differentEpochs += Arrays.equals(first, single(transform, picture, 2, index)) ? 0 : 1;
            differentSeeds += Arrays.equals(first, single(otherSeed, picture, 1, index)) ? 0 : 1;
        }
        assertThat(differentEpochs).isEqualTo(count);
        assertThat(differentSeeds).isEqualTo(count);
    }

    @Test
    void inputsOfOneChannelAreAugmentedToo() {
        Preprocessing grey = Preprocessing.imageNet(24).withNormalization(List.of(0.5), List.of(0.25));
        PictureToInput transform = PictureToInput.forTraining(AugmentationSettings.mambaOut(), grey, 3);
        Tensor batch = Tensor.zeros(transform.batchShape(2));
        Picture white = Picture.ofGrey(30, 30, filled(900));
        transform.apply(white, SampleKey.of(0, 0), batch, 1);
        assertThat(batch.shape().size(3)).isEqualTo(1);
        assertThat(Arrays.copyOf(batch.toArray(), 24 * 24)).containsOnly(0);
        assertThat(Arrays.copyOfRange(batch.toArray(), 24 * 24, 2 * 24 * 24)).doesNotContain(0);
    }

    private static byte[] filled(int count) {
        byte[] white = new byte[count];
        Arrays.fill(white, (byte) 255);
        return white;
    }

    private static float[] single(PictureToInput transform, Picture picture, long epoch, int index) {
        Tensor batch = Tensor.zeros(transform.batchShape(1));
        transform.apply(picture, SampleKey.of(epoch, index), batch, 0);
        return batch.toArray();
    }

    private static float[] input(PictureToInput transform, long epoch, int index) {
        Tensor batch = Tensor.zeros(transform.batchShape(2));
        transform.apply(BLACK_WHITE, SampleKey.of(epoch, index), batch, 1);
        return batch.slice(6, transform.batchShape(1)).toArray();
    }
}
