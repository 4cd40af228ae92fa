package io.github.mambaout.layer;

import io.github.mambaout.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One forward pass in training, with what its gradient needs, and the way back. It belongs to the pass, not to the layer:
 * one layer can be part of many passes at once. Tensors live in the memory of the {@link Training} they were made with.
 */
public interface Pass {

    /** @return what the layer computed */
    Tensor output();

    /**
     * Goes back. To be called once, and after it the pass's {@link #output()} is no longer needed.
     *
     * @param outputGradient gradient of the loss with respect to {@link #output()}, of the same shape; not changed
     * @param into receives the gradients of the layer's parameters, added to what is there
     * @return gradient of the loss with respect to the input
     */
    Tensor backward(Tensor outputGradient, Gradients into);

    /**
     * {@link #backward(Tensor, Gradients)} where nobody asks for the input's gradient: a network whose input is pictures saves
     * what its first layer would spend on it.
     *
     * @param outputGradient gradient of the loss with respect to {@link #output()}, of the same shape; not changed
     * @param into receives the gradients of the layer's parameters, added to what is there
     */
    default void backwardParameters(Tensor outputGradient, Gradients into) {
        backward(outputGradient, into);
    }

    /** @return {@link #output()} as an ND4J array on the same memory */
    default INDArray outputArray() {
        return output().toINDArray();
    }

    /**
     * {@link #backward(Tensor, Gradients)} on ND4J arrays.
     *
     * @param outputGradient gradient with respect to the output
     * @param into receives the gradients of the parameters
     * @return gradient with respect to the input, in memory of its own
     */
    default INDArray backward(INDArray outputGradient, Gradients into) {
        Tensor inputGradient = backward(Tensor.of(outputGradient), into);
        Tensor owned = Tensor.zeros(inputGradient.shape());
        owned.copyFrom(inputGradient);
        return owned.toINDArray();
    }
}
