package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/** A matrix and a bias to train, with gradients drawn for each update. */
final class SmallParameters {
    /** More than one span, and no multiple of a vector. */
    static final Shape MATRIX = Shape.of(131, 257);

    static final Shape BIAS = Shape.of(131);
    static final int COUNT = MATRIX.elements() + BIAS.elements();

    final Parameters parameters = Parameters.of(
            new Parameter("weight", MATRIX, (random, index) -> (float) random.normal(index)),
            new Parameter("bias", BIAS, (random, index) -> (float) random.normal(index)));
    final Tensor gradients = Tensor.zeros(Shape.of(COUNT));

    TrainedParameters trained() {
        return trained(UpdateRules.of(parameters));
    }

    TrainedParameters trained(UpdateRules rules) {
        return new TrainedParameters(parameters, rules, gradients);
    }

    void drawGradients(int update) {
        Randomness random = Randomness.ofSeed(17).at(update);
        for (int i = 0; i < COUNT; i++) {
            gradients.data().put(i, (float) random.normal(i));
        }
    }

    /** Other values for the matrix. */
    Tensor otherMatrix() {
        drawGradients(99);
        Tensor matrix = Tensor.zeros(MATRIX);
        matrix.copyFrom(gradients.slice(0, MATRIX));
        return matrix;
    }

    static Compute compute(int threads) {
        return Compute.of(KernelProviders.selected().kernels(), threads);
    }

    static double[] toDoubles(Tensor tensor) {
        double[] values = new double[tensor.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }
}
