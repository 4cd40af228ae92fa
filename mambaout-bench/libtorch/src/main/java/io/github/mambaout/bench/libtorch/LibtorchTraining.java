package io.github.mambaout.bench.libtorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.PeerRun;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.bench.peer.TrainingStep;
import io.github.mambaout.model.MambaOut;

/** Forward, cross-entropy, backward by PyTorch's automatic gradients, AdamW; each run goes on from the weights of the one before. */
final class LibtorchTraining implements PeerWorkload {
    private final Loss crossEntropy = new SoftmaxCrossEntropyLoss();
    private final Engine engine;
    private final NDManager manager;
    private final LibtorchNetwork network;
    private final LibtorchAdamW optimizer;
    private final NDArray pictures;
    private final NDArray labels;

    LibtorchTraining(MambaOut network, Batch batch, Engine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.network = new LibtorchNetwork(network, manager);
        optimizer = new LibtorchAdamW(TrainingStep.OPTIMIZER, this.network.weights(), manager);
        pictures = LibtorchArrays.pictures(batch, manager);
        labels = LibtorchArrays.labels(batch, manager);
    }

    @Override
    public PeerRun run() {
        long start = System.nanoTime();
        float loss = step();
        long end = System.nanoTime();
        Rest.afterWork();
        return new PeerRun(end - start, new float[] {loss});
    }

    private float step() {
        try (GradientCollector collector = engine.newGradientCollector();
                NDArray logits = network.logits(pictures);
                NDArray loss = crossEntropy.evaluate(new NDList(labels), new NDList(logits))) {
            collector.backward(loss);
            optimizer.update(TrainingStep.LEARNING_RATE);
            return loss.getFloat();
        }
    }

    /**
     * @param name timm's name of a parameter
     * @return its values, as the runs so far have left it
     */
    float[] weight(String name) {
        return network.weight(name).toFloatArray();
    }

    @Override
    public void close() {
        manager.close();
    }
}
