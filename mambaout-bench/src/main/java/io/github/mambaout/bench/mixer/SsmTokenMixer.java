package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.DepthwiseConv2d;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.layer.Silu;
import io.github.mambaout.layer.TokenMixerFactory;
import java.util.List;

/**
 * The twin that MambaOut's paper compares its blocks with (arXiv 2405.07992, figure 1): {@code TokenMixer(Z) = SSM(SiLU(Conv
 * 7×7(Z)))} between the same linear maps and gate. The {@link SelectiveScan} has 16 states. As {@code ssm}, which is
 * {@code ssm:causal}, it goes over the pixels row by row: each sees those above and to the left of it. The other variants are the
 * {@link ScanList}s, each of whose scans has parameters of its own.
 *
 * <p>In training by {@code --mixer ssm} or, for instance, {@code --mixer ssm:cross}. Its parts are {@code conv}, {@code act} and
 * {@code ssm}.
 */
public final class SsmTokenMixer implements TokenMixerFactory {
    /** The name in configurations. */
    public static final String NAME = "ssm";

    private static final int STATES = 16;

    private final String name;
    private final ScanList scans;

    /** Makes the factory of the causal variant; for {@link java.util.ServiceLoader}. */
    public SsmTokenMixer() {
        this(NAME, ScanList.CAUSAL);
    }

    private SsmTokenMixer(String name, ScanList scans) {
        this.name = name;
        this.scans = scans;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> variants() {
        return ScanList.labels(ScanList.CAUSAL);
    }

    @Override
    public TokenMixerFactory variant(String variant) {
        return new SsmTokenMixer(NAME + ":" + variant, ScanList.named(variant));
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        int rank = SelectiveScan.usualRank(channels);
        return Sequential.builder()
                .add("conv", new DepthwiseConv2d(channels, kernelSize))
                .add("act", new Silu())
                .add("ssm", SelectiveScan.each(channels, STATES, rank, scans.orders()))
                .build();
    }
}
