package io.github.mambaout.bench.length;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What grows with the length. */
public enum CostKind {
    /** Median time of a forward pass, in milliseconds. */
    FORWARD(cost -> cost.forwardMs().median()),
    /** Median time of a forward and backward pass, in milliseconds. */
    TRAINING(cost -> cost.trainingMs().median()),
    /** Multiply-adds of a forward pass. */
    MULTIPLY_ADDS(LengthCost::multiplyAdds),
    /** Memory of a forward pass, in bytes. */
    FORWARD_BYTES(cost -> cost.memory().forwardBytes()),
    /** Memory of a forward and backward pass, in bytes. */
    TRAINING_BYTES(cost -> cost.memory().trainingBytes());

    private final ToDoubleFunction<LengthCost> value;

    CostKind(ToDoubleFunction<LengthCost> value) {
        this.value = value;
    }

    /**
     * @param cost what was found
     * @return this part of it
     */
    public double of(LengthCost cost) {
        return value.applyAsDouble(cost);
    }

    /** @return the name in files */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
