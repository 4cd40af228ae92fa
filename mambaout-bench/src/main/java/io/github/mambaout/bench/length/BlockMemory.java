package io.github.mambaout.bench.length;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.sun.management.ThreadMXBean;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * Memory that a block works in, found by walking through its passes without computing them: what a pass borrows depends on shapes alone.
 * It is what lies borrowed at one time at most, the output included, and what the block keeps from one pass to the next, such as packed
 * weights and the maps of a planned prediction. Input, parameters and their gradients are the caller's, and the tiles of the threads,
 * which depend on no length, are left out.
 *
 * @param forwardBytes of a forward pass
 * @param keptBytes what training holds between the way there and the way back
 * @param trainingBytes of a forward and backward pass
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BlockMemory(long forwardBytes, long keptBytes, long trainingBytes) {

    /**
     * @param block makes a block that has not computed anything
     * @param input shape of its input, {@code [N, H, W, C]}
     * @param compute kernels that will compute
     * @return its memory
     */
    static BlockMemory of(Supplier<Layer> block, Shape input, Compute compute) {
        Compute imagined = compute.imagined();
        try (Execution caller = Execution.on(imagined)) {
            Tensor maps = caller.borrow(input);
            long forward = withKept(block.get(), layer -> forward(layer, maps, imagined)).most;
            Bytes training = withKept(block.get(), layer -> training(layer, maps, imagined));
            return new BlockMemory(forward, training.between, training.most);
        }
    }

    /** What lies borrowed: at most, and between the way there and the way back. */
    private record Bytes(long most, long between) {}

    private interface Walk {
        Bytes through(Layer block);
    }

    private static Bytes forward(Layer block, Tensor maps, Compute imagined) {
        try (Execution execution = Execution.on(imagined)) {
            block.forward(maps, execution);
            return new Bytes(execution.memory().mostBytes(), 0);
        }
    }

    private static Bytes training(Layer block, Tensor maps, Compute imagined) {
        try (Training training = Training.ofSeed(imagined, 0, maps.shape().size(0))) {
            Workspace memory = training.execution().memory();
            Pass pass = block.pass(maps, training);
            long between = memory.bytes();
            pass.backward(maps, Gradients.of(block.parameters()));
            return new Bytes(memory.mostBytes(), between);
        }
    }

    /** The first pass allocates what the block keeps and what becomes garbage, the second only the latter. */
    private static Bytes withKept(Layer block, Walk walk) {
        long start = allocated();
        walk.through(block);
        long first = allocated() - start;
        Bytes borrowed = walk.through(block);
        long second = allocated() - start - first;
        long kept = Math.max(0, first - second);
        return new Bytes(borrowed.most + kept, borrowed.between + kept);
    }

    /** Of this thread, which does all of a walk. */
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
