package io.github.mambaout.layer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Workers;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;

/**
 * What one pass runs on: kernels and threads, and the memory that its tensors are borrowed from.
 *
 * @param compute kernels and threads
 * @param memory memory of this pass; what a pass returns is valid until it is closed
 */
public record Execution(Compute compute, Workspace memory) implements AutoCloseable {

    /**
     * @param compute kernels and threads
     * @return an execution with memory of its own
     */
    public static Execution on(Compute compute) {
        return new Execution(compute, compute.memory().open());
    }

    /** @return arithmetic */
    public Kernels kernels() {
        return compute.kernels();
    }

    /** @return threads */
    public Workers workers() {
        return compute.workers();
    }

    /**
     * @param shape sizes
     * @return a tensor with arbitrary values
     */
    public Tensor borrow(Shape shape) {
        return memory.borrow(shape);
    }

    @Override
    public void close() {
        memory.close();
    }
}
