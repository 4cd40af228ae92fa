package io.github.mambaout.train;

import io.github.mambaout.image.Picture;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.data.BatchPlan;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.LabelledPictures;
import io.github.mambaout.train.data.Sample;
import io.github.mambaout.train.data.SampleKey;
import io.github.mambaout.train.data.SampleTransform;
import io.github.mambaout.train.data.SkippedPicture;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link FrozenTrunk} sees in each picture of a set, computed once and kept. As a data set it has the labels of the
 * pictures; as a transform it makes of a sample its features instead of an input. Where pictures are augmented there are several
 * views of each, and an epoch shows one of them.
 */
final class CachedFeatures extends LabelledPictures implements SampleTransform {
    /** Stands for pictures that need not be looked at any more. */
    private static final Picture SEEN = Picture.of(1, 1, new byte[3]);

    private static final float[] MISSING = {};
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final double NANOSECONDS = 1e9;

    private final DataSet pictures;
    private final SampleTransform transform;
    private final FrozenTrunk trunk;
    private final int views;
    private final float[][] features;

    private CachedFeatures(
            DataSet pictures, SampleTransform transform, int views, FrozenTrunk trunk, float... beforehand) {
        super(pictures.name(), pictures.classes(), pictures.size(), pictures::label);
        this.pictures = pictures;
        this.transform = transform;
        this.trunk = trunk;
        this.views = views;
        this.features = new float[Math.multiplyExact(views, pictures.size())][];
        Arrays.fill(features, beforehand);
    }

    /**
     * How the features are computed.
     *
     * @param compute where to compute
     * @param batchSize pictures at a time, at least 1
     * @param workers threads that read pictures beside, at least 1
     * @param stop ends the work early; what is missing then counts as unreadable
     */
    record Means(Compute compute, int batchSize, int workers, BooleanSupplier stop) {}

    /**
     * @param pictures what to look at
     * @param transform what makes a picture an input
     * @param views how many epochs differ in what the transform makes of a picture, at least 1; 1 for a transform without
     *     anything random
     * @param trunk computes the features
     * @param means how
     * @return the features of all readable pictures
     */
    static CachedFeatures of(DataSet pictures, SampleTransform transform, int views, FrozenTrunk trunk, Means means) {
        CachedFeatures cache = new CachedFeatures(pictures, transform, views, trunk, MISSING);
        long started = System.nanoTime();
        LOG.info(
                "The trunk is frozen: its features of the {} pictures of {} are computed once, of {} of each",
                pictures.size(),
                pictures.name(),
                views == 1 ? "one view" : views + " augmented views");
        cache.look(means);
        LOG.info("They are computed after {} s", Math.round((System.nanoTime() - started) / NANOSECONDS));
        return cache;
    }

    /**
     * @param pictures what would be looked at
     * @param transform what makes a picture an input
     * @param views how many epochs differ in what the transform makes of a picture, at least 1
     * @param trunk would compute the features
     * @return features that are all zero: to measure by, as what is computed with them takes as long as with others
     */
    static CachedFeatures zero(DataSet pictures, SampleTransform transform, int views, FrozenTrunk trunk) {
        int length = trunk.featuresShape(1).elements();
        return new CachedFeatures(pictures, transform, views, trunk, new float[length]);
    }

    /**
     * Computes the features.
     *
     * @param means how
     * @return how many were computed
     */
    long look(Means means) {
        long seen = 0;
        for (int view = 0; view < views && !means.stop.getAsBoolean(); view++) {
            seen += look(view, means);
        }
        return seen;
    }

    private long look(int view, Means means) {
        long seen = 0;
        try (BatchLoader loader = new BatchLoader(
                pictures,
                transform,
                means.batchSize,
                BatchPlan.once(view, size(), means.batchSize),
                BatchLoader.Unreadable.LEFT_OUT,
                means.compute.memory(),
                means.workers)) {
            for (Optional<Batch> next = loader.next();
                    next.isPresent() && !means.stop.getAsBoolean();
                    next = loader.next()) {
                try (Batch batch = next.get();
                        Execution execution = Execution.on(means.compute)) {
                    if (batch.size() > 0) {
                        keep(view, batch.indices(), trunk.features(batch.input(), execution));
                        seen += batch.size();
                    }
                }
            }
        }
        return seen;
    }

    /** How many features there are: one of each view of each picture. */
    long count() {
        return features.length;
    }

    private void keep(int view, int[] indices, Tensor found) {
        int length = found.shape().channels();
        for (int i = 0; i < indices.length; i++) {
            float[] row = new float[length];
            found.data().get(i * length, row);
            features[place(view, indices[i])] = row;
        }
    }

    private int place(int view, int index) {
        return view * size() + index;
    }

    private int view(SampleKey key) {
        return (int) ((key.epoch() + key.repetition()) % views);
    }

    /**
     * The inputs that features were computed of, made once more.
     *
     * @param batch of this set
     * @param most how many of its samples at most
     * @return those of the first ones, {@code [N, H, W, C]}
     */
    Tensor inputs(Batch batch, int most) {
        int count = Math.min(most, batch.size());
        Tensor inputs = Tensor.zeros(transform.batchShape(count));
        for (int i = 0; i < count; i++) {
            int place = i;
            SampleKey key = batch.key(place);
            SampleKey seen = SampleKey.of(view(key), key.index());
            pictures.sample(key.index()).ifPresent(sample -> transform.apply(sample.picture(), seen, inputs, place));
        }
        return inputs;
    }

    /** The bytes that the features of a set take. */
    static long bytes(DataSet pictures, int views, FrozenTrunk trunk) {
        return (long) pictures.size() * views * trunk.featuresShape(1).elements() * Float.BYTES;
    }

    /** @return the sample with a picture that stands for its own, if that could be read */
    @Override
    public Optional<Sample> sample(int index) {
        return IntStream.range(0, views).allMatch(view -> features[place(view, index)].length > 0)
                ? Optional.of(new Sample(SEEN, label(index)))
                : Optional.empty();
    }

    @Override
    public List<SkippedPicture> skipped() {
        return pictures.skipped();
    }

    @Override
    public Shape batchShape(int batchSize) {
        return trunk.featuresShape(batchSize);
    }

    /** Copies the features of the sample, whatever the picture. */
    @Override
    public void apply(Picture picture, SampleKey key, Tensor batch, int place) {
        float[] row = features[place(view(key), key.index())];
        batch.data().put(place * row.length, row);
    }
}
