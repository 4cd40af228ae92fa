package io.github.mambaout.weights;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;

/**
 * What a weight file says about one of its tensors.
 *
 * @param type the type of its elements in the file
 * @param shape its sizes
 */
public record StoredTensor(ElementType type, Shape shape) {

    /**
     * @param file an open file
     * @param name a name in it
     * @return what it says about the tensor
     * @throws WeightFileException if there is no such tensor
     */
    static StoredTensor named(WeightFile file, String name) {
        StoredTensor stored = file.tensors().get(name);
        if (stored == null) {
            throw new WeightFileException(
                    file.path(),
                    "has no parameter " + name + "; it holds " + file.tensors().size() + " others.");
        }
        return stored;
    }

    /**
     * @param file an open file
     * @param name a name in it
     * @return what it says about the tensor
     * @throws WeightFileException if there is no such tensor or it holds no floats or more than fit one buffer
     */
    static StoredTensor floats(WeightFile file, String name) {
        StoredTensor stored = named(file, name);
        if (!stored.type().readsAsFloats()) {
            throw new WeightFileException(
                    file.path(),
                    "parameter " + name + " is " + stored.type()
                            + ", but only F32, F16, BF16 and F64 can be read as floats. Convert the file first.");
        }
        if (stored.shape().elements() > Integer.MAX_VALUE / Float.BYTES) {
            throw new WeightFileException(
                    file.path(),
                    "parameter " + name + " " + stored.shape()
                            + " is larger than one buffer of floats (2^31 - 1 bytes).");
        }
        return stored;
    }

    /**
     * @param file an open file
     * @param name a name in it
     * @param target where the tensor's values shall go
     * @throws ShapeMismatchException if it has another shape
     */
    void checkShape(WeightFile file, String name, Tensor target) {
        if (!shape.equals(target.shape())) {
            throw new ShapeMismatchException(file.path() + ": parameter " + name, target.shape(), shape);
        }
    }
}
