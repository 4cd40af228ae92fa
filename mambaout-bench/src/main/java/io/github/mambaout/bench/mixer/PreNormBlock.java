package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.layer.DepthwiseConv2d;
import io.github.mambaout.layer.DropPath;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Gelu;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerNorm;
import io.github.mambaout.layer.LayerScale;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Residual;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.layer.Silu;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The block of a transformer around any token mixer: {@code x += dropPath(ls(mixer(norm(x))))}, and behind it, where there is an MLP,
 * {@code x += dropPath(ls(fc2(act(fc1(norm(x))))))}. With conditional positional encodings (Chu et al., arXiv 2102.10882, as MILA and VSSD
 * use them) there is {@code x += cpe(x)} before each of the two, cpe a 3×3 convolution of each channel; it is never dropped.
 *
 * <p>Input and output {@code [N, H, W, dim]}. Parts, named as in timm's vision transformer: {@code norm1}, the mixer under its own name,
 * {@code norm2}, {@code mlp.fc1}, {@code mlp.fc2}, where the options ask for them {@code ls1}, {@code drop_path1}, {@code ls2}
 * and {@code drop_path2}, and where there are positional encodings {@code cpe1} and {@code cpe2}.
 */
public final class PreNormBlock implements Layer {
    private static final int POSITION_KERNEL_SIZE = 3;

    private final String description;
    private final Sequential branches;
    private final Parameters parameters;
    private final List<Part> parts;

    private PreNormBlock(String description, List<Residual> branches) {
        this.description = description;
        Sequential.Builder chain = Sequential.builder();
        Parameters.Builder flat = Parameters.builder();
        List<Part> made = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            Residual branch = branches.get(i);
            chain.add("branch" + i, branch);
            flat.add("", branch);
            made.addAll(branch.parts());
        }
        this.branches = chain.build();
        parameters = flat.build();
        parts = List.copyOf(made);
    }

    /**
     * @param options dim, layer scale and drop path of the block
     * @param name what the mixer is called among the parts
     * @param mixer a layer whose output has the shape of its input, {@code [N, H, W, dim]}
     * @return the block without an MLP
     */
    public static PreNormBlock of(GatedCnnOptions options, String name, Layer mixer) {
        return new PreNormBlock(describe(options, mixer), List.of(branch(options, 1, name, mixer)));
    }

    /**
     * @param options dim, layer scale, drop path and activation of the block
     * @param name what the mixer is called among the parts
     * @param mixer a layer whose output has the shape of its input, {@code [N, H, W, dim]}
     * @param ratio width of the MLP as a multiple of dim
     * @return the block with an MLP
     */
    public static PreNormBlock withMlp(GatedCnnOptions options, String name, Layer mixer, int ratio) {
        return new PreNormBlock(
                describe(options, mixer) + ", MLP " + ratio * options.dim(),
                List.of(branch(options, 1, name, mixer), branch(options, 2, "mlp", mlp(options, ratio))));
    }

    /**
     * @param options dim, layer scale, drop path and activation of the block
     * @param name what the mixer is called among the parts
     * @param mixer a layer whose output has the shape of its input, {@code [N, H, W, dim]}
     * @param ratio width of the MLP as a multiple of dim
     * @return the block with an MLP, and positional encodings before the mixer and before the MLP
     */
    public static PreNormBlock withPositionsAndMlp(GatedCnnOptions options, String name, Layer mixer, int ratio) {
        return new PreNormBlock(
                describe(options, mixer) + ", MLP " + ratio * options.dim() + ", positional encodings",
                List.of(
                        positions(options, 1),
                        branch(options, 1, name, mixer),
                        positions(options, 2),
                        branch(options, 2, "mlp", mlp(options, ratio))));
    }

    private static Layer mlp(GatedCnnOptions options, int ratio) {
        int hidden = Math.multiplyExact(ratio, options.dim());
        return Sequential.builder()
                .add("fc1", new Linear(options.dim(), hidden))
                .add("act", options.activation() == Activation.GELU ? new Gelu() : new Silu())
                .add("fc2", new Linear(hidden, options.dim()))
                .build();
    }

    private static Residual positions(GatedCnnOptions options, int number) {
        return new Residual(Sequential.builder()
                .add("cpe" + number, new DepthwiseConv2d(options.dim(), POSITION_KERNEL_SIZE))
                .build());
    }

    private static String describe(GatedCnnOptions options, Layer mixer) {
        return "PreNormBlock(" + options.dim() + ", " + mixer;
    }

    private static Residual branch(GatedCnnOptions options, int number, String name, Layer layer) {
        Sequential.Builder branch = Sequential.builder()
                .add("norm" + number, new LayerNorm(options.dim()))
                .add(name, layer);
        if (options.layerScale() != 0) {
            branch.add("ls" + number, new LayerScale(options.dim(), options.layerScale()));
        }
        if (options.dropPath() > 0) {
            branch.add("drop_path" + number, new DropPath(options.dropPath()));
        }
        return new Residual(branch.build());
    }

    @Override
    public Shape outputShape(Shape input) {
        return branches.outputShape(input);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public List<Part> parts() {
        return parts;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return branches.multiplyAdds(input);
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        return branches.forward(input, execution);
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        return branches.pass(input, training);
    }

    @Override
    public String toString() {
        return description + ")";
    }
}
