package io.github.mambaout.model;

import io.github.mambaout.kernel.Activation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The published models by name: the paper's five sizes, and timm's further variants (rw) with its test model. */
public final class ModelZoo {
    private static final Map<String, MambaOutConfig> MODELS = models();

    private ModelZoo() {}

    private static Map<String, MambaOutConfig> models() {
        List<MambaOutConfig> all = new ArrayList<>();
        all.add(paper("mambaout_femto", List.of(3, 3, 9, 3), List.of(48, 96, 192, 288)));
        all.add(paper("mambaout_kobe", List.of(3, 3, 15, 3), List.of(48, 96, 192, 288)));
        all.add(paper("mambaout_tiny", List.of(3, 3, 9, 3), List.of(96, 192, 384, 576)));
        all.add(paper("mambaout_small", List.of(3, 4, 27, 3), List.of(96, 192, 384, 576)));
        all.add(paper("mambaout_base", List.of(3, 4, 27, 3), List.of(128, 256, 512, 768)));
        List<Integer> base = List.of(128, 256, 512, 768);
        all.add(rw("mambaout_small_rw", List.of(3, 4, 27, 3), List.of(96, 192, 384, 576), 8.0 / 3.0, 1)
                .build());
        all.add(rw("mambaout_base_short_rw", List.of(3, 3, 25, 3), base, 3, 1.25)
                .build());
        all.add(rw("mambaout_base_tall_rw", List.of(3, 4, 30, 3), base, 2.5, 1.25)
                .build());
        all.add(rw("mambaout_base_wide_rw", List.of(3, 4, 27, 3), base, 3, 1.5)
                .actLayer(Activation.SILU)
                .build());
        all.add(rw("mambaout_base_plus_rw", List.of(3, 4, 30, 3), base, 3, 1.5)
                .actLayer(Activation.SILU)
                .build());
        all.add(rw("test_mambaout", List.of(1, 1, 3, 1), List.of(16, 32, 48, 64), 3, 1)
                .actLayer(Activation.SILU)
                .imgSize(160)
                .build());
        Map<String, MambaOutConfig> byName = new LinkedHashMap<>();
        all.forEach(config -> byName.put(config.name(), config));
        return Map.copyOf(byName);
    }

    private static MambaOutConfig paper(String name, List<Integer> depths, List<Integer> dims) {
        return MambaOutConfig.builder().name(name).depths(depths).dims(dims).build();
    }

    private static MambaOutConfig.Builder rw(
            String name, List<Integer> depths, List<Integer> dims, double expansionRatio, double convRatio) {
        return MambaOutConfig.builder()
                .name(name)
                .depths(depths)
                .dims(dims)
                .expansionRatio(expansionRatio)
                .convRatio(convRatio)
                .stemMidNorm(false)
                .downsample(MambaOutConfig.DownsampleOrder.CONV_NF)
                .headFn(MambaOutConfig.HeadKind.NORM_MLP)
                .lsInitValue(1e-5);
    }

    /** @return all names, the smallest model first */
    public static List<String> names() {
        return MODELS.values().stream()
                .sorted(Comparator.comparingInt((MambaOutConfig c) ->
                                c.dims().get(c.stages() - 1) * c.dims().get(0))
                        .thenComparing(c ->
                                c.depths().stream().mapToInt(Integer::intValue).sum())
                        .thenComparing(MambaOutConfig::name))
                .map(MambaOutConfig::name)
                .collect(Collectors.toUnmodifiableList());
    }

    /**
     * @param name a published name, for instance {@code mambaout_femto}
     * @return its configuration, with 1000 classes
     * @throws IllegalArgumentException if there is no such model; the message suggests near names
     */
    public static MambaOutConfig config(String name) {
        MambaOutConfig config = MODELS.get(name);
        if (config == null) {
            throw new IllegalArgumentException("There is no model named '" + name + "'. Did you mean " + nearest(name)
                    + "? `./mambaout models` lists all.");
        }
        return config;
    }

    private static String nearest(String name) {
        return MODELS.keySet().stream()
                .sorted(Comparator.comparingInt((String known) -> distance(name, known))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .collect(Collectors.joining(", "));
    }

    /** Levenshtein's distance, where leaving out the family's common prefix costs nothing. */
    private static int distance(String asked, String known) {
        return Math.min(edits(asked, known), edits(asked, known.replace("mambaout_", "")));
    }

    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
