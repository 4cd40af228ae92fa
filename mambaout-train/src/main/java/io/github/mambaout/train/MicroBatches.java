package io.github.mambaout.train;

import io.github.mambaout.kernel.Workers;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.train.augment.Mix;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.settings.MixingSettings;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Takes the pictures of updates from a loader, one micro-batch after the other, mixes them and measures their gradient. */
final class MicroBatches {
    private final UpdateStep step;
    private final Objective objective;
    private final MixingSettings mixing;
    private final int perUpdate;
    private final Workers workers;
    private final Randomness dropping;
    private final Randomness mixes;
    private final Consumer<Batch> first;

    /** @param first is told every update's first micro-batch, as the network is shown it; valid during the call */
    MicroBatches(UpdateStep step, Objective objective, TrainingConfig config, Workers workers, Consumer<Batch> first) {
        this.first = first;
        this.step = step;
        this.objective = objective;
        this.mixing = config.mixing();
        this.perUpdate = config.optimization().gradAccumSteps();
        this.workers = workers;
        Randomness ofRun = Randomness.ofSeed(config.run().seed());
        this.dropping = ofRun.at("drop");
        this.mixes = ofRun.at("mix");
    }

    /**
     * What an update's pictures have shown.
     *
     * @param outcome their loss and gradient
     * @param pictures their indices in the data set; owned by this value
     */
    record Measured(UpdateStep.Outcome outcome, int... pictures) {}

    /**
     * @param loader gives the update's pictures next
     * @param numberInEpoch of the update, counted from 0
     * @return loss and gradient of the update's pictures
     * @throws io.github.mambaout.train.data.DataException if pictures cannot be had
     */
    Measured measure(BatchLoader loader, long numberInEpoch) {
        UpdateStep.Group group = step.group(perUpdate);
        IntStream pictures = IntStream.empty();
        for (int part = 0; part < perUpdate; part++) {
            try (Batch batch = loader.next().orElseThrow()) {
                pictures = IntStream.concat(pictures, Arrays.stream(batch.indices()));
                Mix mix = mix(batch, numberInEpoch * perUpdate + part);
                mix.apply(batch.input(), workers);
                if (part == 0) {
                    first.accept(batch);
                }
                group.add(batch.input(), objective.of(batch.labels(), mix), dropping(batch));
            }
        }
        return new Measured(group.outcome(), pictures.toArray());
    }

    /**
     * Leaves the pictures of an update out.
     *
     * @param loader gives them next
     * @throws io.github.mambaout.train.data.DataException if pictures cannot be had
     */
    void passOver(BatchLoader loader) {
        for (int part = 0; part < perUpdate; part++) {
            loader.next().orElseThrow().close();
        }
    }

    private Mix mix(Batch batch, long numberInEpoch) {
        Shape shape = batch.input().shape();
        return mixing.in(batch.epoch())
                .draw(shape.size(1), shape.size(2), mixes.at(batch.epoch()).at(numberInEpoch));
    }

    /** The numbers that drop path and dropout draw for each sample. */
    private Randomness[] dropping(Batch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(place -> batch.key(place).in(dropping))
                .toArray(Randomness[]::new);
    }
}
