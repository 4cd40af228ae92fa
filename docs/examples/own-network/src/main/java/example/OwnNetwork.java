package example;

import io.github.mambaout.layer.Conv2d;
import io.github.mambaout.layer.Gelu;
import io.github.mambaout.layer.GlobalAveragePool;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerNorm;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Residual;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.layer.Training;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A network of one's own from the library's layers: it learns from eight pictures and then labels them. */
public final class OwnNetwork {
    public static void main(String[] arguments) {
        Layer network = Sequential.of(
                new Conv2d(3, 32, 3, 2),
                new Gelu(),
                new Residual(Sequential.of(new LayerNorm(32), new Linear(32, 32))),
                new GlobalAveragePool(),
                new Linear(32, 2));
        network.parameters().initialise(1);
        INDArray pictures = Nd4j.rand(DataType.FLOAT, 8, 32, 32, 3);
        pictures.get(NDArrayIndex.interval(0, 4)).muli(0.2); // the first four are dark
        INDArray truth = Nd4j.create(new float[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}, {0, 1}, {0, 1}, {0, 1}, {0, 1}});
        Gradients gradients = Gradients.of(network.parameters());
        for (int step = 0; step < 40; step++) {
            try (Training training = Training.ofSeed(step, 8)) {
                Pass pass = network.pass(pictures, training);
                INDArray probabilities = Transforms.softmax(pass.outputArray(), true);
                gradients.clear();
                pass.backward(probabilities.sub(truth).divi(8), gradients);
                network.parameters().flat().toINDArray().subi(gradients.flat().toINDArray().mul(0.05));
                network.parameters().changed();
            }
        }
        System.out.println("Classes: " + network.forward(pictures).argMax(1)); // [0, 0, 0, 0, 1, 1, 1, 1]
    }
}
