package io.github.mambaout.train;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.augment.Mix;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.loss.Criterion;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.loss.TargetLoss;
import io.github.mambaout.train.loss.Targets;
import io.github.mambaout.train.settings.LossSettings;

/** What a run makes small, for the labels of a micro-batch and the way in which its pictures were mixed. */
interface Objective {
    /** The criterion of one micro-batch, valid until the next is asked for. */
    Criterion of(int[] labels, Mix mix);

    /**
     * @param config of the run
     * @param training whose classes may be weighted by how many pictures they have
     */
    static Objective of(TrainingConfig config, DataSet training) {
        LossSettings settings = config.loss();
        double smoothing = settings.labelSmoothing();
        if (settings.isPlain() && !config.mixing().mixes()) {
            CrossEntropy loss = new CrossEntropy(smoothing);
            return (labels, mix) -> loss.of(labels);
        }
        TargetLoss loss = settings.of(settings.classWeights().of(() -> pictures(training)));
        Tensor targets = Tensor.zeros(
                Shape.of(config.optimization().batchSize(), training.classes().size()));
        return (labels, mix) -> {
            Targets.ofMixed(labels, mix.share(), smoothing, targets);
            return loss.of(targets);
        };
    }

    private static int[] pictures(DataSet training) {
        int[] pictures = new int[training.classes().size()];
        for (int index = 0; index < training.size(); index++) {
            pictures[training.label(index)]++;
        }
        return pictures;
    }
}
