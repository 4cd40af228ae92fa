package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.kernel.Workers;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;

/** A block alone, for inputs of one shape that come as tensors. It serves one caller at a time. */
final class FusedBlockPlan {
    private final FusedMap x;
    private final List<FusedPhase> phases;
    private Tensor input = Tensor.zeros(Shape.of(0));
    private int firstPicture;

    /**
     * @param kernels the provider
     * @param block packed weights
     * @param shape {@code [N, H, W, dim]}
     * @param threads threads to cut the work for
     */
    FusedBlockPlan(Kernels kernels, FusedBlock block, Shape shape, int threads) {
        x = new FusedMap(kernels, shape, kernels.padded(shape.channels()), 0);
        phases = FusedStage.phases(kernels, List.of(block), x, new Input(), new FusedMemory(), threads);
    }

    /** The map is filled from the tensor. */
    private final class Input implements FusedEntry {
        @Override
        public int panels() {
            return 1;
        }

        @Override
        public void fill(int panel, int first, int pixels, Scratch scratch) {
            x.read(input, firstPicture, first, pixels);
        }

        @Override
        public void finish(int first, int pixels, Scratch scratch) {
            // The norm belongs to the block.
        }
    }

    /** Computes some pictures. */
    void run(Tensor from, int first, Workers workers, Tensor to) {
        input = from;
        firstPicture = first;
        for (FusedPhase phase : phases) {
            phase.run(workers);
        }
        workers.run(x.lines(), (line, scratch) -> x.write(to, first, line * x.width(), x.width()));
    }
}
