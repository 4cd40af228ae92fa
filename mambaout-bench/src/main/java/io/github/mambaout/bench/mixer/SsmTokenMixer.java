package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.DepthwiseConv2d;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.layer.Silu;
import io.github.mambaout.layer.TokenMixerFactory;

/**
 * The twin that MambaOut's paper compares its blocks with (arXiv 2405.07992, figure 1): {@code TokenMixer(Z) = SSM(SiLU(Conv
 * 7×7(Z)))} between the same linear maps and gate. The {@link SelectiveScan} has 16 states and is causal over the pixels row by
 * row: each sees those above and to the left of it.
 *
 * <p>In training by {@code --mixer ssm}. Its parts are {@code conv}, {@code act} and {@code ssm}.
 */
public final class SsmTokenMixer implements TokenMixerFactory {
    /** The name in configurations. */
    public static final String NAME = "ssm";

    private static final int STATES = 16;

    /** Makes the factory; for {@link java.util.ServiceLoader}. */
    public SsmTokenMixer() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        return Sequential.builder()
                .add("conv", new DepthwiseConv2d(channels, kernelSize))
                .add("act", new Silu())
                .add("ssm", new SelectiveScan(channels, STATES))
                .build();
    }
}
