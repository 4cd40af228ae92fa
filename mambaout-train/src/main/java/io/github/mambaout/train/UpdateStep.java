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
import io.github.mambaout.train.loss.Criterion;
import io.github.mambaout.train.loss.Loss;
import io.github.mambaout.train.optimizer.GradientClipping;
import io.github.mambaout.train.optimizer.GradientNorm;
import io.github.mambaout.train.optimizer.Optimizer;
import io.github.mambaout.train.optimizer.OptimizerSettings;
import io.github.mambaout.train.optimizer.TrainedParameters;
import io.github.mambaout.train.optimizer.UpdateRules;
import java.util.Arrays;

/**
 * One update of a network's weights in two halves: forward, loss and backward; then clipping and the optimiser. Between
 * them the caller sees whether loss and gradient are finite numbers.
 *
 * <p>The first half may take its pictures in several micro-batches, where one large batch would need too much memory: to float32
 * rounding the gradient is that of the large batch.
 *
 * <pre>{@code
 * UpdateStep.Group group = step.group(4);
 * for (int i = 0; i < 4; i++) {
 *     group.add(inputs[i], loss.of(labels[i]), samples[i]);
 * }
 * step.apply(group.outcome(), learningRate);
 * }</pre>
 */
public final class UpdateStep {
    private final Layer model;
    private final Loss loss;
    private final Optimizer optimizer;
    private final GradientClipping clipping;
    private final TrainedParameters trained;
    private final Gradients gradients;
    private final GradientNorm norm;
    private final Compute compute;

    /**
     * A step that trains all parameters alike.
     *
     * @param model the network
     * @param loss what to make small
     * @param settings the optimiser's constants
     * @param clipping bound on the gradient
     * @param compute where to compute
     */
    public UpdateStep(Layer model, Loss loss, OptimizerSettings settings, GradientClipping clipping, Compute compute) {
        this(model, loss, settings, UpdateRules.of(model.parameters()), clipping, compute);
    }

    /**
     * @param model the network
     * @param loss what to make small
     * @param settings the optimiser's constants
     * @param rules how each parameter is treated: its learning rate, its decay, whether it is frozen
     * @param clipping bound on the gradient
     * @param compute where to compute
     */
    public UpdateStep(
            Layer model,
            Loss loss,
            OptimizerSettings settings,
            UpdateRules rules,
            GradientClipping clipping,
            Compute compute) {
        this.model = model;
        this.loss = loss;
        this.clipping = clipping;
        this.compute = compute;
        this.gradients = Gradients.of(model.parameters());
        this.norm = new GradientNorm(gradients.flat(), compute);
        this.trained = new TrainedParameters(model.parameters(), rules, gradients.flat());
        this.optimizer = settings.on(trained, compute);
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
        Group group = group(1);
        group.add(input, loss.of(labels), samples);
        return group.outcome();
    }

    /**
     * Begins the first half of an update whose pictures come in several parts.
     *
     * @param microBatches how many parts there will be, at least 1, all of the same size
     * @return takes them
     */
    public Group group(int microBatches) {
        if (microBatches < 1) {
            throw new IllegalArgumentException("An update takes at least 1 micro-batch, not " + microBatches);
        }
        gradients.clear(compute.workers());
        return new Group(microBatches);
    }

    /** The parts of one update; one at a time, until {@link #outcome()}. */
    public final class Group {
        private final int size;
        private int added;
        private double sumOfLosses;

        private Group(int size) {
            this.size = size;
        }

        /**
         * Adds the gradient of a part. After a part whose loss is no finite number the others change nothing any more.
         *
         * @param input the network's input, {@code [N, H, W, C]}
         * @param criterion what to make small, with the part's labels or targets
         * @param samples randomness of each of the {@code N} samples, for drop path and dropout
         */
        public void add(Tensor input, Criterion criterion, Randomness... samples) {
            if (added == size) {
                throw new IllegalStateException("All " + size + " micro-batches of this update have been added");
            }
            added++;
            if (!Double.isFinite(sumOfLosses)) {
                return;
            }
            try (Training training = Training.of(Execution.on(compute), samples)) {
                Pass pass = model.pass(input, training);
                Tensor logitsGradient =
                        training.execution().borrow(pass.output().shape());
                double partLoss = criterion.evaluate(pass.output(), logitsGradient);
                sumOfLosses += partLoss;
                if (Double.isFinite(partLoss)) {
                    divide(logitsGradient);
                    pass.backwardParameters(logitsGradient, gradients);
                }
            }
        }

        /** The mean over the parts is the mean over their pictures. */
        private void divide(Tensor logitsGradient) {
            if (size > 1) {
                for (int i = 0; i < logitsGradient.shape().elements(); i++) {
                    logitsGradient.data().put(i, logitsGradient.get(i) / size);
                }
            }
        }

        /** @return the mean loss of all parts and the length of its gradient */
        public Outcome outcome() {
            if (added < size) {
                throw new IllegalStateException(
                        "Only " + added + " of " + size + " micro-batches of this update have been added");
            }
            double meanLoss = sumOfLosses / size;
            if (!Double.isFinite(meanLoss)) {
                return new Outcome(meanLoss, Double.NaN);
            }
            trained.clearFrozen(compute);
            return new Outcome(meanLoss, norm.measure());
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
        optimizer.update(learningRate, clipping.clip(trained, measured.gradientNorm(), compute));
    }

    /** @return what changes the weights, with its state */
    public Optimizer optimizer() {
        return optimizer;
    }
}
