package io.github.mambaout.train;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.augment.PictureToInput;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.data.SampleTransform;
import io.github.mambaout.train.optimizer.UpdateRules;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the updates of a run change and its evaluations judge, and by which data: the network and its pictures or, where only the
 * head learns, what a frozen trunk leaves to be done.
 *
 * @param learning what updates compute; it has those of the network's parameters that learn, in the network's memory
 * @param training to train on
 * @param toTrain what makes {@code learning}'s input of a training sample
 * @param judged what evaluations compute, with the same parameters
 * @param validation to judge by
 * @param toJudge what makes {@code judged}'s input of a held-out sample
 */
record Trainee(
        Layer learning,
        DataSet training,
        SampleTransform toTrain,
        Layer judged,
        DataSet validation,
        SampleTransform toJudge) {
    /** Features that are kept at most, of training and held-out pictures each. */
    private static final long MOST_BYTES = 256L << 20;

    /**
     * The pictures of a run.
     *
     * @param data to train on and to judge by
     * @param toTrain what makes a network's input of a training picture
     * @param views how many epochs differ in what {@code toTrain} makes of a picture, if these are to be kept; 0 if they are not
     * @param toJudge what makes a network's input of a held-out picture; nothing random
     */
    record Pictures(DataSource data, SampleTransform toTrain, int views, SampleTransform toJudge) {
        /**
         * @param config of the run
         * @param data of the run
         * @param preprocessing what makes pictures inputs
         * @return its pictures, augmented as it says
         */
        static Pictures of(TrainingConfig config, DataSource data, Preprocessing preprocessing) {
            return new Pictures(
                    data,
                    PictureToInput.forTraining(
                            config.augmentation(), preprocessing, config.run().seed()),
                    views(config),
                    PictureToInput.forEvaluation(preprocessing));
        }

        private static int views(TrainingConfig config) {
            boolean isAlwaysTheSame =
                    config.augmentation().changeNothing() && !config.mixing().mixes();
            return config.network().featureViews() == 0 && isAlwaysTheSame
                    ? 1
                    : config.network().featureViews();
        }
    }

    /** Gets features that are kept, as {@link CachedFeatures#of} and {@link CachedFeatures#zero} do. */
    interface Looking {
        CachedFeatures at(DataSet pictures, SampleTransform transform, int views, FrozenTrunk trunk);
    }

    /**
     * @param model the network
     * @param rules which of its parameters are frozen
     * @param pictures of the run
     * @param looking gets the features of pictures, where they are kept
     * @return the network and these pictures, unless all but the head is frozen
     */
    static Trainee of(MambaOut model, UpdateRules rules, Pictures pictures, Looking looking) {
        if (!rules.freezeTrunk()) {
            return new Trainee(
                    model,
                    pictures.data.training(),
                    pictures.toTrain,
                    model,
                    pictures.data.validation(),
                    pictures.toJudge);
        }
        FrozenTrunk trunk = new FrozenTrunk(model);
        return new Trainee(
                        trunk,
                        pictures.data.training(),
                        pictures.toTrain,
                        trunk,
                        pictures.data.validation(),
                        pictures.toJudge)
                .withKeptFeatures(trunk, pictures.views, looking);
    }

    /**
     * What the network is shown, or was when its features were computed.
     *
     * @param batch of {@link #training()}
     * @param most how many of its samples are wanted at most
     * @return inputs of the network, valid as long as the batch
     */
    Tensor shown(Batch batch, int most) {
        return training instanceof CachedFeatures features ? features.inputs(batch, most) : batch.input();
    }

    /** The features that are kept, of training pictures before those of held-out ones. */
    List<CachedFeatures> kept() {
        return Stream.of(training, validation)
                .filter(CachedFeatures.class::isInstance)
                .map(CachedFeatures.class::cast)
                .toList();
    }

    /** Judges what is judged, by the data that are to judge it. */
    Evaluator evaluator(TrainingConfig config, Compute compute) {
        return new Evaluator(
                judged,
                validation,
                toJudge,
                config.optimization().batchSize(),
                compute,
                config.run().workers());
    }

    private Trainee withKeptFeatures(FrozenTrunk trunk, int views, Looking looking) {
        Trainee trainee = this;
        if (views > 0 && CachedFeatures.bytes(training, views, trunk) <= MOST_BYTES) {
            CachedFeatures features = looking.at(training, toTrain, views, trunk);
            trainee = new Trainee(trunk.onFeatures(), features, features, judged, validation, toJudge);
        }
        if (CachedFeatures.bytes(validation, 1, trunk) <= MOST_BYTES) {
            CachedFeatures features = looking.at(validation, toJudge, 1, trunk);
            trainee = new Trainee(
                    trainee.learning, trainee.training, trainee.toTrain, trunk.onFeatures(), features, features);
        }
        return trainee;
    }
}
