package io.github.mambaout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Training;
import io.github.mambaout.reference.Answers;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.SafetensorsFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Loss and gradients of two pictures with the labels 3 and 7 and smoothing 0.1 against PyTorch's in float64: the first values of every
 * parameter's gradient, and the norm of the whole gradient where the file has it.
 */
class GradientReferenceTest {
    private static final int[] LABELS = {3, 7};
    private static final double SMOOTHING = 0.1;

    @ParameterizedTest(name = "{0} at {1} by {2}")
    @CsvSource({
        "test_mambaout, 64, vector",
        "test_mambaout, 64, plain",
        "mambaout_femto, 96, vector",
        "mambaout_femto, 96, plain"
    })
    void lossAndGradientsArePyTorchs(String variant, int size, String provider) {
        String key = variant + "@" + size + "x" + size;
        JsonNode expected = Answers.json("gradients.json").get(key);
        MambaOut model = MambaOut.create(variant);
        Formula.fill(model.parameters());
        Gradients gradients = Gradients.of(model.parameters());
        Compute compute = Compute.of(KernelProviders.named(provider), 2);
        try (SafetensorsFile answers = Answers.tensors("gradients.safetensors");
                Training training = Training.ofSeed(compute, 0, 2)) {
            Pass pass = model.pass(Formula.pictures("input", 2, 3, size, size), training);
            Tensor upstream = Tensor.zeros(pass.output().shape());
            assertThat(crossEntropy(pass.output(), upstream))
                    .isCloseTo(expected.get("loss").doubleValue(), within(1e-5));
            pass.backward(upstream, gradients);
            model.parameters().byName().forEach((name, parameter) -> {
                JsonNode of = expected.get("parameters").get(name);
                Tensor head = answers.tensor(key + "/" + name);
                Tensor actual = gradients.of(parameter);
                Tensor actualHead = actual.slice(0, head.shape());
                assertThat(Answers.largestError(head, actualHead)
                                / of.get("largest").doubleValue())
                        .as("error of the gradient of %s, relative to its largest value", name)
                        .isLessThan(1e-4);
                double l2 = of.get("l2").doubleValue();
                assertThat(norm(actual)).as("norm of the gradient of %s", name).isCloseTo(l2, within(1e-4 * l2));
            });
        }
        compute.workers().close();
    }

    /** The mean loss in float64, and its gradient: (softmax − target) / batch. */
    private static double crossEntropy(Tensor logits, Tensor gradient) {
        Shape shape = logits.shape();
        int classes = shape.channels();
        double loss = 0;
        for (int n = 0; n < shape.rows(); n++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logits.get(n * classes + c));
            }
            for (int c = 0; c < classes; c++) {
                double target = SMOOTHING / classes + (c == LABELS[n] ? 1 - SMOOTHING : 0);
                double logProbability = logits.get(n * classes + c) - Math.log(sum);
                loss -= target * logProbability / shape.rows();
                gradient.data().put(n * classes + c, (float) ((Math.exp(logProbability) - target) / shape.rows()));
            }
        }
        return loss;
    }

    private static double norm(Tensor tensor) {
        double squares = 0;
        for (float value : tensor.toArray()) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
