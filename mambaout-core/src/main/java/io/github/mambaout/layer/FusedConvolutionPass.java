package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.RowTable;
import io.github.mambaout.kernel.Scratch;
import java.util.Optional;

/** A {@link FusedConvolution} from one map to another, with the norm and the activation behind it. */
final class FusedConvolutionPass implements FusedEntry {
    private final Kernels kernels;
    private final FusedConvolution convolution;
    private final FusedMap input;
    private final FusedMap output;
    private final Optional<FusedNorm> norm;
    private final Optional<Activation> activation;
    private final RowTable patches;
    private final RowTable same;

    FusedConvolutionPass(
            Kernels kernels,
            FusedConvolution convolution,
            FusedMap input,
            FusedMap output,
            Optional<FusedNorm> norm,
            Optional<Activation> activation) {
        this.kernels = kernels;
        this.convolution = convolution;
        this.input = input;
        this.output = output;
        this.norm = norm;
        this.activation = activation;
        patches = input.patches(kernels.lanes(), output.shape());
        same = RowTable.dense(output.pixels(), 0, kernels.lanes());
    }

    @Override
    public int panels() {
        return convolution.weights().panels();
    }

    @Override
    public void fill(int panel, int first, int pixels, Scratch scratch) {
        PackedMatrix weights = convolution.weights();
        int column = weights.column(panel);
        for (int line = 0; line < convolution.lines(); line++) {
            boolean start = line == 0;
            weights.multiplyAdd(
                    kernels,
                    panel,
                    line * convolution.lineDepth(),
                    convolution.lineDepth(),
                    pixels,
                    input.values(),
                    patches,
                    first,
                    line * input.lineFloats(),
                    start ? convolution.bias() : output.values(),
                    start ? same : output.rows(),
                    start ? 0 : first,
                    column,
                    output.values(),
                    output.rows(),
                    first,
                    column);
        }
    }

    @Override
    public void finish(int first, int pixels, Scratch scratch) {
        if (norm.isPresent()) {
            norm.get().apply(output, first, pixels, scratch);
        }
        if (activation.isPresent()) {
            for (int done = 0; done < pixels; ) {
                int run = output.run(first + done, pixels - done);
                int start = output.rows().start(first + done);
                kernels.activate(
                        activation.get(), run * output.stride(), output.values(), start, output.values(), start);
                done += run;
            }
        }
    }
}
