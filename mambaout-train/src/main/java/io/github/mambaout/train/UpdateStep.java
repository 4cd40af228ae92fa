package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.loss.Loss;
import io.github.mambaout.train.optimizer.AdamW;
import io.github.mambaout.train.optimizer.AdamWSettings;
import io.github.mambaout.train.optimizer.GradientClipping;
import io.github.mambaout.train.optimizer.GradientNorm;
import io.github.mambaout.train.optimizer.Optimizer;
import java.util.Arrays;

/**
 * One update of a network's weights in two halves: forward, loss and backward; then clipping and the optimiser. Between
 * them the caller sees whether loss and gradient are finite numbers.
 */
public final class UpdateStep {
    private final Layer model;
    private final Loss loss;
    private final Optimizer optimizer;
    private final GradientClipping clipping;
    private final Gradients gradients;
    private final GradientNorm norm;
    private final Compute compute;

    /**
     * @param model the network
     * @param loss what to make small
     * @param settings the optimiser's constants
     * @param clipping bound on the gradient
     * @param compute where to compute
     */
    public UpdateStep(Layer model, Loss loss, AdamWSettings settings, GradientClipping clipping, Compute compute) {
        this.model = model;
        this.loss = loss;
        this.clipping = clipping;
        this.compute = compute;
        this.gradients = Gradients.of(model.parameters());
        this.norm = new GradientNorm(gradients.flat(), compute);
        this.optimizer =
                new AdamW(settings, model.parameters(), model.parameters().flat(), gradients.flat(), compute);
    }

    /**
     * What the first half found.
     *
     * @param loss mean loss of the batch
     * @param gradientNorm L2 norm of its gradient before clipping; not a number if the loss is none
     */
    public record Outcome(double loss, double gradientNorm) {
        /** @return whether both are finite, so that the weights may be changed */
        public boolean isFinite() {
            return Double.isFinite(loss) && Double.isFinite(gradientNorm);
        }
    }

    /**
     * What updates will take, found by walking through one without computing it: what a pass borrows depends on shapes alone.
     *
     * @param input shape of a batch, {@code [N, H, W, C]}
     * @return the memory of an update
     */
    public StepMemory memory(Shape input) {
        Compute imagined = compute.imagined();
        Randomness[] samples = new Randomness[input.size(0)];
        Arrays.fill(samples, Randomness.ofSeed(0));
        try (Execution caller = Execution.on(imagined);
                Training training = Training.of(Execution.on(imagined), samples)) {
            Pass pass = model.pass(caller.borrow(input), training);
            Tensor logitsGradient = training.execution().borrow(pass.output().shape());
            pass.backwardParameters(logitsGradient, gradients);
            gradients.clear();
            return StepMemory.of(
                    training.execution().memory().mostBytes(),
                    model.parameters().count(),
                    optimizer);
        }
    }

    /**
     * The first half: computes the loss of a batch and its gradient. Changes no weights.
     *
     * @param input the network's input, {@code [N, H, W, C]}
     * @param labels {@code N} class indices
     * @param samples randomness of each of the {@code N} samples, for drop path and dropout
     * @return the loss and the length of its gradient
     */
    public Outcome measure(Tensor input, int[] labels, Randomness... samples) {
        gradients.clear(compute.workers());
        try (Training training = Training.of(Execution.on(compute), samples)) {
            Pass pass = model.pass(input, training);
            Tensor logitsGradient = training.execution().borrow(pass.output().shape());
            double batchLoss = loss.evaluate(pass.output(), labels, logitsGradient);
            if (!Double.isFinite(batchLoss)) {
                return new Outcome(batchLoss, Double.NaN);
            }
            pass.backwardParameters(logitsGradient, gradients);
            return new Outcome(batchLoss, norm.measure());
        }
    }

    /**
     * The second half: changes the weights by the gradient that was measured last.
     *
     * @param measured what the first half found; finite
     * @param learningRate at least 0
     */
    public void apply(Outcome measured, double learningRate) {
        if (!measured.isFinite()) {
            throw new IllegalArgumentException("Weights cannot be changed by " + measured);
        }
        optimizer.update(learningRate, clipping.scale(measured.gradientNorm()));
    }

    /** @return what changes the weights, with its state */
    public Optimizer optimizer() {
        return optimizer;
    }
}
