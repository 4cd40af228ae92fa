package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.DepthwiseConv2d;
import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerNorm;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.layer.Silu;
import io.github.mambaout.layer.TokenMixerFactory;
import java.util.List;

/**
 * The twin of VMamba's blocks (arXiv 2401.10166, version {@code v05_noz} of its code): {@code x += SS2D(norm x)} and
 * {@code x += mlp(norm x)} with an MLP four times as wide. SS2D is a linear map, a depthwise convolution of 3×3, both without
 * bias, SiLU, scans with one state a channel and parameters of their own, whose sum goes through a norm and a linear map without
 * bias; it has no gate and is as wide inside as outside. The scans are those of {@code cross}; the other variants are the other
 * {@link ScanList}s. Of the options it heeds dim, activation (of the MLP), layer scale and drop path.
 *
 * <p>In training by {@code --mixer ss2d} or, for instance, {@code --mixer ss2d:windows}. The parts of the mixer are
 * {@code in_proj}, {@code conv2d}, {@code act}, {@code ssm}, {@code out_norm} and {@code out_proj}.
 */
public final class Ss2dTokenMixer implements TokenMixerFactory {
    /** The name in configurations. */
    public static final String NAME = "ss2d";

    private static final int STATES = 1;
    private static final int KERNEL_SIZE = 3;
    private static final int MLP_RATIO = 4;

    private final String name;
    private final ScanList scans;

    /** Makes the factory of the cross variant; for {@link java.util.ServiceLoader}. */
    public Ss2dTokenMixer() {
        this(NAME, ScanList.CROSS);
    }

    private Ss2dTokenMixer(String name, ScanList scans) {
        this.name = name;
        this.scans = scans;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> variants() {
        return ScanList.labels(ScanList.CROSS);
    }

    @Override
    public TokenMixerFactory variant(String variant) {
        return new Ss2dTokenMixer(NAME + ":" + variant, ScanList.named(variant));
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        int rank = SelectiveScan.usualRank(channels);
        return Sequential.builder()
                .add("in_proj", Linear.withoutBias(channels, channels))
                .add("conv2d", DepthwiseConv2d.withoutBias(channels, KERNEL_SIZE))
                .add("act", new Silu())
                .add("ssm", SelectiveScan.each(channels, STATES, rank, scans.orders()))
                .add("out_norm", new LayerNorm(channels))
                .add("out_proj", Linear.withoutBias(channels, channels))
                .build();
    }

    @Override
    public Layer block(GatedCnnOptions options) {
        return PreNormBlock.withMlp(options, "op", create(options.dim(), KERNEL_SIZE), MLP_RATIO);
    }
}
