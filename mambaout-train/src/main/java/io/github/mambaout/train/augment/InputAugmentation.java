package io.github.mambaout.train.augment;

import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Tensor;

/** A random change of a normalised input that leaves its class as it is. */
public interface InputAugmentation {
    /**
     * @param batch {@code [N, H, W, C]}; one of its inputs is changed
     * @param place which one
     * @param random numbers of this sample in this epoch
     */
    void apply(Tensor batch, int place, Randomness random);
}
