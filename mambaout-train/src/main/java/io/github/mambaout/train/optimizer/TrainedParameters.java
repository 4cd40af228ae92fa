package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What an optimiser works on: parameters, their values and gradients in flat buffers of one order, and how each is treated. */
public final class TrainedParameters {
    private final Parameters parameters;
    private final UpdateRules rules;
    private final Tensor weights;
    private final Tensor gradients;
    private final List<Span> spans;
    private final List<Span> frozen;
    private final Parameters changing;

    /**
     * @param parameters of a network
     * @param rules how each is treated
     * @param gradients their gradients one behind the other, {@code [parameters.count()]}
     * @throws ShapeMismatchException if there are more or fewer gradients than values
     * @throws IllegalArgumentException if the rules were made for other parameters
     */
    public TrainedParameters(Parameters parameters, UpdateRules rules, Tensor gradients) {
        if (!rules.byName().keySet().equals(parameters.byName().keySet())) {
            throw new IllegalArgumentException(
                    "The rules are those of " + rules.byName().size() + " other parameters, not of these "
                            + parameters.all().size());
        }
        this.parameters = parameters;
        this.rules = rules;
        this.weights = parameters.flat();
        this.gradients = gradients;
        if (!gradients.shape().equals(weights.shape())) {
            throw new ShapeMismatchException("optimizer", "gradients " + weights.shape(), gradients.shape());
        }
        List<Span> all = Span.of(parameters, rules);
        this.spans = all.stream().filter(span -> !span.rule().frozen()).toList();
        this.frozen = all.stream().filter(span -> span.rule().frozen()).toList();
        Parameters.Builder trained = Parameters.builder();
        rules.byName().forEach((name, rule) -> {
            if (!rule.frozen()) {
                trained.add(name, parameters.get(name));
            }
        });
        changing = trained.build();
    }

    /**
     * @param parameters of a network, all of which are trained alike
     * @param gradients their gradients one behind the other, {@code [parameters.count()]}
     * @return what an optimiser works on
     */
    public static TrainedParameters of(Parameters parameters, Tensor gradients) {
        return new TrainedParameters(parameters, UpdateRules.of(parameters), gradients);
    }

    /** @return the parameters */
    public Parameters parameters() {
        return parameters;
    }

    /** @return how each is treated */
    public UpdateRules rules() {
        return rules;
    }

    /** @return all values one behind the other */
    public Tensor weights() {
        return weights;
    }

    /** @return all gradients one behind the other */
    public Tensor gradients() {
        return gradients;
    }

    /** @return the parts that are changed */
    List<Span> spans() {
        return spans;
    }

    /** Tells the layers that the weights have changed, and rearranges them for the kernels; frozen ones have not. */
    void weightsChanged(Compute compute) {
        changing.changed();
        changing.rearrange(compute);
    }

    /**
     * Sets the gradients of frozen parameters to 0, so that neither norms nor clipping see them.
     *
     * @param compute where to compute
     */
    public void clearFrozen(Compute compute) {
        compute.workers().run(frozen.size(), (task, scratch) -> {
            Span span = frozen.get(task);
            float[] zeros = scratch.floats(0, span.length());
            Arrays.fill(zeros, 0, span.length(), 0);
            gradients.data().put(span.start(), zeros, 0, span.length());
        });
    }
}
