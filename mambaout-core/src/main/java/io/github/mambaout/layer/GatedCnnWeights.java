package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.PackedMemory;
import io.github.mambaout.kernel.Scratch;
import java.nio.FloatBuffer;

/**
 * The weights of a {@link GatedCnnBlock}'s linear maps as training takes them: those of fc1 apart for its two halves, the gate and
 * what is gated; all forms in one array, along lines of cache.
 */
final class GatedCnnWeights {
    private final GatedCnnOptions options;
    private final Half gate;
    private final Half value;
    private final Packed<PackedMatrix> contract;
    private final Packed<PackedMatrix> contractBack;

    /** One half of fc1's outputs. */
    final class Half {
        private final Packed<PackedMatrix> forward;
        private final Packed<PackedMatrix> back;
        private final Packed<float[]> bias;

        private Half(Linear fc1, PackedMemory memory, int first) {
            int dim = options.dim();
            int hidden = options.hidden();
            forward = form(
                    memory,
                    fc1,
                    dim,
                    hidden,
                    (matrix, weights, scratch) ->
                            matrix.readTransposed(weights.slice(first * dim, hidden * dim), scratch));
            back = form(
                    memory,
                    fc1,
                    hidden,
                    dim,
                    (matrix, weights, scratch) -> matrix.read(weights.slice(first * dim, hidden * dim)));
            bias = Packed.reusable(
                    kernels -> new float[kernels.padded(hidden)],
                    (values, kernels, scratch) -> fc1.bias().value().data().get(first, values, 0, hidden),
                    fc1.bias());
        }

        /** @return the map from dim to hidden */
        PackedMatrix forward(Kernels kernels) {
            return forward.get(kernels);
        }

        /** @return the same from hidden to dim, for gradients */
        PackedMatrix back(Kernels kernels) {
            return back.get(kernels);
        }

        /** @return its bias with zeros up to a multiple of the lanes */
        float[] bias(Kernels kernels) {
            return bias.get(kernels);
        }
    }

    /** How a form is read from a layer's weights. */
    @FunctionalInterface
    private interface Reading {
        void read(PackedMatrix matrix, FloatBuffer weights, Scratch scratch);
    }

    GatedCnnWeights(GatedCnnOptions options, Linear fc1, Linear fc2) {
        this.options = options;
        int dim = options.dim();
        int hidden = options.hidden();
        // Widths are rounded up to the lanes of any provider.
        PackedMemory memory = new PackedMemory(Math.max(PackedMemory.LEAST, 6 * (dim + 16) * (hidden + 16)));
        gate = new Half(fc1, memory, 0);
        value = new Half(fc1, memory, hidden);
        contract = form(memory, fc2, hidden, dim, PackedMatrix::readTransposed);
        contractBack = form(memory, fc2, dim, hidden, (matrix, weights, scratch) -> matrix.read(weights));
    }

    private static Packed<PackedMatrix> form(
            PackedMemory memory, Linear layer, int depth, int columns, Reading reading) {
        return Packed.reusable(
                kernels -> PackedMatrix.empty(kernels, memory, depth, columns),
                (matrix, kernels, scratch) ->
                        reading.read(matrix, layer.weight().value().data(), scratch),
                layer.weight());
    }

    /** @return the half that goes through the activation */
    Half gate() {
        return gate;
    }

    /** @return the half that is gated */
    Half value() {
        return value;
    }

    /** @return fc2 */
    PackedMatrix contract(Kernels kernels) {
        return contract.get(kernels);
    }

    /** @return fc2 for gradients */
    PackedMatrix contractBack(Kernels kernels) {
        return contractBack.get(kernels);
    }
}
