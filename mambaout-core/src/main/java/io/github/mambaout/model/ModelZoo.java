package io.github.mambaout.model;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.layer.NearNames;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The published models by name: the paper's five sizes, and timm's further variants (rw) with its test model. */
public final class ModelZoo {
    private static final List<Integer> FEMTO = List.of(48, 96, 192, 288);
    private static final List<Integer> TINY = List.of(96, 192, 384, 576);
    private static final List<Integer> BASE = List.of(128, 256, 512, 768);
    private static final Map<String, MambaOutConfig> MODELS = models();

    private ModelZoo() {}

    /** The smallest first; a test counts their parameters. */
    private static Map<String, MambaOutConfig> models() {
        List<MambaOutConfig.Builder> all = List.of(
                silu("test_mambaout", List.of(1, 1, 3, 1), List.of(16, 32, 48, 64), 3, 1)
                        .imgSize(160),
                paper("mambaout_femto", List.of(3, 3, 9, 3), FEMTO),
                paper("mambaout_kobe", List.of(3, 3, 15, 3), FEMTO),
                paper("mambaout_tiny", List.of(3, 3, 9, 3), TINY),
                paper("mambaout_small", List.of(3, 4, 27, 3), TINY),
                rw("mambaout_small_rw", List.of(3, 4, 27, 3), TINY, 8.0 / 3.0, 1),
                paper("mambaout_base", List.of(3, 4, 27, 3), BASE),
                rw("mambaout_base_tall_rw", List.of(3, 4, 30, 3), BASE, 2.5, 1.25),
                rw("mambaout_base_short_rw", List.of(3, 3, 25, 3), BASE, 3, 1.25),
                silu("mambaout_base_wide_rw", List.of(3, 4, 27, 3), BASE, 3, 1.5),
                silu("mambaout_base_plus_rw", List.of(3, 4, 30, 3), BASE, 3, 1.5));
        Map<String, MambaOutConfig> byName = new LinkedHashMap<>();
        all.stream().map(MambaOutConfig.Builder::build).forEach(config -> byName.put(config.name(), config));
        return Collections.unmodifiableMap(byName);
    }

    private static MambaOutConfig.Builder paper(String name, List<Integer> depths, List<Integer> dims) {
        return MambaOutConfig.builder().name(name).depths(depths).dims(dims);
    }

    private static MambaOutConfig.Builder rw(
            String name, List<Integer> depths, List<Integer> dims, double expansionRatio, double convRatio) {
        return paper(name, depths, dims)
                .expansionRatio(expansionRatio)
                .convRatio(convRatio)
                .stemMidNorm(false)
                .downsample(MambaOutConfig.DownsampleOrder.CONV_NF)
                .headFn(MambaOutConfig.HeadKind.NORM_MLP)
                .lsInitValue(1e-5);
    }

    private static MambaOutConfig.Builder silu(
            String name, List<Integer> depths, List<Integer> dims, double expansionRatio, double convRatio) {
        return rw(name, depths, dims, expansionRatio, convRatio).actLayer(Activation.SILU);
    }

    /** @return all names, the model with the fewest parameters first */
    public static List<String> names() {
        return List.copyOf(MODELS.keySet());
    }

    /**
     * @param name a published name, for instance {@code mambaout_femto}
     * @return its configuration, with 1000 classes
     * @throws IllegalArgumentException if there is no such model; the message suggests near names
     */
    public static MambaOutConfig config(String name) {
        MambaOutConfig config = MODELS.get(name);
        if (config == null) {
            throw new IllegalArgumentException("There is no model named '" + name + "'. Did you mean "
                    + String.join(", ", NearNames.of(name, MODELS.keySet())) + "? `./mambaout models` lists all.");
        }
        return config;
    }
}
