package io.github.mambaout.train;

import io.github.mambaout.kernel.Workers;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.train.augment.Mix;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.settings.MixingSettings;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Takes the pictures of an update from the loader, one micro-batch after the other, mixes them and measures their gradient. */
final class MicroBatches {
    private final BatchLoader loader;
    private final UpdateStep step;
    private final Objective objective;
    private final MixingSettings mixing;
    private final int perUpdate;
    private final Workers workers;
    private final Randomness dropping;
    private final Randomness mixes;
    private final Consumer<Batch> first;
    private boolean isFirst = true;

    /** @param first is told the first micro-batch, as the network is shown it; valid during the call */
    MicroBatches(
            BatchLoader loader,
            UpdateStep step,
            Objective objective,
            TrainingConfig config,
            Workers workers,
            Consumer<Batch> first) {
        this.first = first;
        this.loader = loader;
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
     * @param numberInEpoch of the update, counted from 0
     * @return loss and gradient of the update's pictures
     * @throws io.github.mambaout.train.data.DataException if pictures cannot be had
     */
    UpdateStep.Outcome measure(long numberInEpoch) {
        UpdateStep.Group group = step.group(perUpdate);
        for (int part = 0; part < perUpdate; part++) {
            try (Batch batch = loader.next().orElseThrow()) {
                Mix mix = mix(batch, numberInEpoch * perUpdate + part);
                mix.apply(batch.input(), workers);
                if (isFirst) {
                    first.accept(batch);
                    isFirst = false;
                }
                group.add(batch.input(), objective.of(batch.labels(), mix), dropping(batch));
            }
        }
        return group.outcome();
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
