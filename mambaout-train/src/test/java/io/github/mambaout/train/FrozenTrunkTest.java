package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.GlobalPool;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.augment.AugmentationSettings;
import io.github.mambaout.train.augment.PictureToInput;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.Sample;
import io.github.mambaout.train.data.SampleKey;
import io.github.mambaout.train.data.SampleTransform;
import io.github.mambaout.train.data.SkippedPicture;
import io.github.mambaout.train.data.TrainingOrder;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.AdamWSettings;
import io.github.mambaout.train.optimizer.GradientClipping;
import io.github.mambaout.train.optimizer.UpdateRules;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenTrunkTest {
    private static final int SIZE = 24;
    private static final int BATCH = 4;
    private static final int UPDATES = 8;
    private static final long SEED = 5;
    private static final Preprocessing PREPROCESSING = Preprocessing.imageNet(SIZE);
    private static final Compute COMPUTE = Compute.shared();

    private final NoisePictures pictures = new NoisePictures(13, 6);

    @ParameterizedTest
    @EnumSource(
            value = GlobalPool.class,
            names = {"AVG", "MAX", "AVGMAX"})
    void headLearnsAsInTheWholeNetwork(GlobalPool pool) {
        MambaOut whole = model(pool);
        MambaOut frozen = model(pool);
        train(whole, whole, pictures, plain());
        FrozenTrunk trunk = new FrozenTrunk(frozen);
        train(frozen, trunk, pictures, plain());
        Parameters start = model(pool).parameters();
        whole.parameters().byName().forEach((name, expected) -> {
            float[] first = start.get(name).value().toArray();
            float[] wanted = expected.value().toArray();
            float[] actual = frozen.parameters().get(name).value().toArray();
            if (name.startsWith("head.")) {
                assertThat(actual).as(name).isNotEqualTo(first);
                for (int i = 0; i < wanted.length; i++) {
                    // Adam divides by the gradient's size, so that the last bits of a small gradient count as much as
                    // those of a large one.
                    assertThat(actual[i]).as(name).isCloseTo(wanted[i], within(2e-5f));
                }
            } else {
                assertThat(actual).as(name).isEqualTo(first);
            }
        });
    }

    @Test
    void cachedFeaturesTrainToTheSameBits() {
        MambaOut computed = model();
        FrozenTrunk trunk = new FrozenTrunk(computed);
        train(computed, trunk, pictures, plain());
        MambaOut cached = model();
        FrozenTrunk other = new FrozenTrunk(cached);
        CachedFeatures features = CachedFeatures.of(pictures, plain(), 1, other, means(3, 2));
        int read = pictures.reads.get();
        train(cached, other.onFeatures(), features, features);
        assertThat(pictures.reads.get()).isEqualTo(read);
        assertThat(cached.parameters().flat().toArray())
                .isEqualTo(computed.parameters().flat().toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void viewsAreThoseOfTheFirstEpochs(int views) {
        MambaOut model = model();
        FrozenTrunk trunk = new FrozenTrunk(model);
        SampleTransform augmented = PictureToInput.forTraining(AugmentationSettings.usual(), PREPROCESSING, SEED);
        CachedFeatures features = CachedFeatures.of(pictures, augmented, views, trunk, means(5, 1));
        try (Execution execution = Execution.on(COMPUTE)) {
            Tensor input = execution.borrow(augmented.batchShape(1));
            Tensor row = execution.borrow(features.batchShape(1));
            for (int epoch = 0; epoch < 2 * views; epoch++) {
                for (int index = 0; index < pictures.size(); index++) {
                    Optional<Sample> sample = pictures.sample(index);
                    assertThat(features.sample(index).isPresent()).isEqualTo(sample.isPresent());
                    if (sample.isPresent()) {
                        augmented.apply(sample.get().picture(), SampleKey.of(epoch % views, index), input, 0);
                        features.apply(Picture.of(1, 1, new byte[3]), SampleKey.of(epoch, index), row, 0);
                        assertThat(row.toArray())
                                .as("epoch %s, picture %s", epoch, index)
                                .isEqualTo(trunk.features(input, execution).toArray());
                    }
                }
            }
        }
    }

    @Test
    void parametersAreTheHeadsInTheNetworksMemory() {
        MambaOut model = model();
        Parameters parameters = new FrozenTrunk(model).parameters();
        assertThat(parameters.byName().keySet())
                .allMatch(name -> name.startsWith("head."))
                .hasSize(8);
        Tensor ofHead = parameters.flat();
        Tensor whole = model.parameters().flat();
        int start = whole.shape().elements() - ofHead.shape().elements();
        ofHead.data().put(0, 42);
        assertThat(whole.get(start)).isEqualTo(42);
        assertThat(model.parameters().get("head.norm.weight").value().get(0)).isEqualTo(42);
    }

    @Test
    void imaginedPassLeavesNothingBehind() {
        MambaOut model = model();
        FrozenTrunk trunk = new FrozenTrunk(model);
        step(model, trunk).memory(Shape.of(BATCH, SIZE, SIZE, 3));
        train(model, trunk, pictures, plain());
        MambaOut other = model();
        train(other, new FrozenTrunk(other), pictures, plain());
        assertThat(model.parameters().flat().toArray())
                .isEqualTo(other.parameters().flat().toArray());
    }

    private static CachedFeatures.Means means(int batchSize, int workers) {
        return new CachedFeatures.Means(COMPUTE, batchSize, workers, () -> false);
    }

    private static PictureToInput plain() {
        return PictureToInput.forTraining(AugmentationSettings.none(), PREPROCESSING, SEED);
    }

    private static MambaOut model() {
        return model(GlobalPool.AVG);
    }

    private static MambaOut model(GlobalPool pool) {
        MambaOutConfig config = ModelZoo.config("mambaout_femto").toBuilder()
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .numClasses(3)
                .imgHeight(SIZE)
                .imgWidth(SIZE)
                .globalPool(pool)
                .dropRate(0.3)
                .build();
        return MambaOut.create(config, SEED);
    }

    private static UpdateStep step(MambaOut model, Layer trained) {
        UpdateRules rules = UpdateRules.of(model.parameters())
                .freezing(List.of(UpdateRules.TRUNK))
                .limitedTo(trained.parameters());
        return new UpdateStep(
                trained,
                new CrossEntropy(0.1),
                AdamWSettings.withDecay(0.05),
                rules,
                GradientClipping.byNorm(1),
                COMPUTE);
    }

    private static void train(MambaOut model, Layer trained, DataSet data, SampleTransform transform) {
        UpdateStep step = step(model, trained);
        Randomness random = Randomness.ofSeed(SEED).at("drop");
        try (BatchLoader loader = new BatchLoader(
                data,
                transform,
                BATCH,
                new TrainingOrder(data.name(), data.size(), 1, BATCH, 1, SEED).from(0),
                BatchLoader.Unreadable.REPLACED,
                COMPUTE.memory(),
                1)) {
            for (int update = 0; update < UPDATES; update++) {
                try (Batch batch = loader.next().orElseThrow()) {
                    Randomness epoch = random.at(batch.epoch());
                    UpdateStep.Outcome outcome = step.measure(
                            batch.input(),
                            batch.labels(),
                            Arrays.stream(batch.indices()).mapToObj(epoch::at).toArray(Randomness[]::new));
                    step.apply(outcome, 1e-2);
                }
            }
        }
    }

    /** Noise; one of the pictures can't be read. */
    private static final class NoisePictures implements DataSet {
        private final int size;
        private final int unreadable;
        private final AtomicInteger reads = new AtomicInteger();

        NoisePictures(int size, int unreadable) {
            this.size = size;
            this.unreadable = unreadable;
        }

        @Override
        public String name() {
            return "noise";
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public List<String> classes() {
            return List.of("0", "1", "2");
        }

        @Override
        public int label(int index) {
            return index % 3;
        }

        @Override
        public Optional<Sample> sample(int index) {
            reads.incrementAndGet();
            byte[] rgb = new byte[30 * 40 * 3];
            new Random(index).nextBytes(rgb);
            return index == unreadable
                    ? Optional.empty()
                    : Optional.of(new Sample(Picture.of(40, 30, rgb), label(index)));
        }

        @Override
        public List<SkippedPicture> skipped() {
            return List.of();
        }
    }
}
