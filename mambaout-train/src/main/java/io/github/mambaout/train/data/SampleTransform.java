package io.github.mambaout.train.data;

import io.github.mambaout.image.Picture;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/** Turns a picture into what the network takes. Safe for many threads; randomness comes from the keys alone. */
public interface SampleTransform {
    /**
     * @param batchSize number of inputs
     * @return the shape of a batch of them, {@code [N, H, W, C]}
     */
    Shape batchShape(int batchSize);

    /**
     * @param picture any picture
     * @param key of what is drawn
     * @param batch {@code [N, H, W, C]}; one of its inputs is overwritten
     * @param place which one
     */
    void apply(Picture picture, SampleKey key, Tensor batch, int place);
}
