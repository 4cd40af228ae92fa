package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The three forms of a {@link NonCausalSsd} with the same inputs: {@link KeyValueSums} where no order is, {@link DecayedSums} in one
 * direction, or the sum of both.
 *
 * @param order which form
 * @param sequences number of sequences
 * @param length tokens of a sequence
 * @param heads heads
 * @param states channels of B and C
 * @param width channels of a head
 */
record StateSpace(TokenOrder order, int sequences, int length, int heads, int states, int width) {

    /**
     * @param b B, of all heads
     * @param c C, of all heads
     * @param x what is remembered, each head's with its weight
     * @param logDecays logarithms of the decays of each head, where there is an order
     */
    record Inputs(Rows b, Rows c, Rows x, Rows logDecays) {}

    /**
     * Gradients of the inputs.
     *
     * @param shared those of C, then of B, as each head has them
     * @param x of what is remembered
     * @param logDecays of the decays; arbitrary values where there is no order
     */
    record Gradients(Tensor shared, Tensor x, Tensor logDecays) {
        void release(Execution execution) {
            List.of(shared, x, logDecays).forEach(execution.memory()::release);
        }

        private void add(Execution execution, Gradients others) {
            Pointwise.add(execution, Rows.of(others.shared), Rows.of(shared));
            Pointwise.add(execution, Rows.of(others.x), Rows.of(x));
            Pointwise.add(execution, Rows.of(others.logDecays), Rows.of(logDecays));
        }
    }

    private KeyValueSums sums() {
        return new KeyValueSums(sequences, length, heads, states, width, true);
    }

    private DecayedSums scan(boolean reversed) {
        return new DecayedSums(sequences, length, heads, states, width, reversed);
    }

    /** @return multiply-adds of the forward pass */
    long multiplyAdds() {
        return order == TokenOrder.NON_CAUSAL
                ? sums().multiplyAdds()
                : order.directions().size() * scan(false).multiplyAdds();
    }

    private static KeyValueSums.Inputs unordered(Inputs inputs) {
        return new KeyValueSums.Inputs(inputs.c, inputs.b, inputs.x);
    }

    private static DecayedSums.Inputs ordered(Inputs inputs) {
        return new DecayedSums.Inputs(inputs.c, inputs.b, inputs.x, inputs.logDecays);
    }

    /**
     * @param execution kernels, threads, memory
     * @param inputs what is summed
     * @param y receives the output
     * @return what {@link #backward} needs, to be released behind it
     */
    List<Tensor> forward(Execution execution, Inputs inputs, Tensor y) {
        if (order == TokenOrder.NON_CAUSAL) {
            Tensor memory = execution.borrow(sums().sumsShape(execution.kernels()));
            sums().forward(execution, unordered(inputs), Rows.of(y), memory);
            return List.of(memory);
        }
        List<Tensor> memory = new ArrayList<>();
        for (boolean reversed : order.directions()) {
            DecayedSums scan = scan(reversed);
            Tensor before = execution.borrow(scan.statesShape(execution.kernels()));
            Tensor output = memory.isEmpty() ? y : execution.borrow(y.shape());
            scan.forward(execution, ordered(inputs), Rows.of(output), before);
            if (output != y) {
                Pointwise.add(execution, Rows.of(output), Rows.of(y));
                execution.memory().release(output);
            }
            memory.add(before);
        }
        return List.copyOf(memory);
    }

    private Gradients borrow(Execution execution, Shape y) {
        return new Gradients(
                execution.borrow(y.withChannels(2 * heads * states)),
                execution.borrow(y),
                execution.borrow(y.withChannels(heads)));
    }

    /**
     * @param execution kernels, threads, memory
     * @param inputs what was summed
     * @param memory what {@link #forward} gave
     * @param dy gradient of the output
     * @return gradients of the inputs, to be released
     */
    Gradients backward(Execution execution, Inputs inputs, List<Tensor> memory, Tensor dy) {
        Gradients gradients = borrow(execution, dy.shape());
        if (order == TokenOrder.NON_CAUSAL) {
            sums().backward(execution, unordered(inputs), memory.get(0), Rows.of(dy), unordered(rows(gradients)));
            return gradients;
        }
        for (int i = 0; i < memory.size(); i++) {
            Gradients own = i == 0 ? gradients : borrow(execution, dy.shape());
            scan(order.directions().get(i))
                    .backward(execution, ordered(inputs), memory.get(i), Rows.of(dy), ordered(rows(own)));
            if (i > 0) {
                gradients.add(execution, own);
                own.release(execution);
            }
        }
        return gradients;
    }

    private Inputs rows(Gradients gradients) {
        Rows shared = Rows.of(gradients.shared);
        return new Inputs(
                shared.channels(heads * states, heads * states),
                shared.channels(0, heads * states),
                Rows.of(gradients.x),
                Rows.of(gradients.logDecays));
    }
}
