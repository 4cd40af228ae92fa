package io.github.mambaout.weights;

import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Activation;
import io.github.mambaout.layer.GlobalPool;
import io.github.mambaout.model.MambaOutConfig;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Metadata as {@link ModelMetadata} writes it, with all members and no others. Read member by member, without binding JSON to
 * objects by Jackson, which takes a tenth of a second to start; what was written in another way is left to it.
 */
final class WrittenMetadata {
    private final Map<String, JsonValue> members;

    private WrittenMetadata(JsonValue value, int size) {
        members = value.members();
        if (members.size() != size) {
            throw new IllegalArgumentException("not " + size + " members, but " + members.keySet());
        }
    }

    /** @return the configuration, if it is as it was written */
    static Optional<MambaOutConfig> config(String json) {
        return read(json, value -> {
            WrittenMetadata from = new WrittenMetadata(value, 19);
            return MambaOutConfig.builder()
                    .name(from.member("name").text())
                    .depths(from.integers("depths"))
                    .dims(from.integers("dims"))
                    .numClasses(from.integer("num_classes"))
                    .inChans(from.integer("in_chans"))
                    .globalPool(from.one("global_pool", GlobalPool.class))
                    .imgHeight(from.integer("img_height"))
                    .imgWidth(from.integer("img_width"))
                    .kernelSize(from.integer("kernel_size"))
                    .convRatio(from.member("conv_ratio").real())
                    .expansionRatio(from.member("expansion_ratio").real())
                    .actLayer(from.one("act_layer", Activation.class))
                    .stemMidNorm(from.member("stem_mid_norm").truth())
                    .downsample(from.one("downsample", MambaOutConfig.DownsampleOrder.class))
                    .headFn(from.one("head_fn", MambaOutConfig.HeadKind.class))
                    .lsInitValue(from.member("ls_init_value").real())
                    .dropPathRate(from.member("drop_path_rate").real())
                    .dropRate(from.member("drop_rate").real())
                    .tokenMixer(from.member("token_mixer").text())
                    .build();
        });
    }

    /** @return the class names, if they are as they were written */
    static Optional<List<String>> classNames(String json) {
        return read(json, value -> value.items().stream().map(JsonValue::text).toList());
    }

    /** @return the preprocessing, if it is as it was written */
    static Optional<Preprocessing> preprocessing(String json) {
        return read(json, value -> {
            WrittenMetadata from = new WrittenMetadata(value, 8);
            return new Preprocessing(
                    from.integer("height"),
                    from.integer("width"),
                    from.member("crop_fraction").real(),
                    from.one("crop_mode", CropMode.class),
                    from.one("interpolation", Interpolation.class),
                    from.member("antialias").truth(),
                    from.reals("mean"),
                    from.reals("std"));
        });
    }

    /** @return the provenance, if it is as it was written */
    static Optional<Provenance> provenance(String json) {
        return read(json, value -> {
            WrittenMetadata from = new WrittenMetadata(value, 5);
            return new Provenance(
                    from.member("data").text(),
                    from.member("options").members().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    option -> option.getValue().text())),
                    from.member("seed").whole(),
                    from.member("version").text(),
                    from.member("jdk").text());
        });
    }

    private static <T> Optional<T> read(String json, Function<JsonValue, T> reader) {
        try {
            return Optional.of(reader.apply(JsonValue.parse(json)));
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            // Jackson's binding reads it, or says what is wrong.
            return Optional.empty();
        }
    }

    private JsonValue member(String name) {
        return members.getOrDefault(name, new JsonValue.Nothing());
    }

    private int integer(String name) {
        return Math.toIntExact(member(name).whole());
    }

    private List<Integer> integers(String name) {
        return member(name).items().stream()
                .map(item -> Math.toIntExact(item.whole()))
                .toList();
    }

    private List<Double> reals(String name) {
        return member(name).items().stream().map(JsonValue::real).toList();
    }

    /** Constants are written as their names in small letters, nearly all. */
    private <E extends Enum<E>> E one(String name, Class<E> type) {
        return Enum.valueOf(type, member(name).text().toUpperCase(Locale.ROOT));
    }
}
