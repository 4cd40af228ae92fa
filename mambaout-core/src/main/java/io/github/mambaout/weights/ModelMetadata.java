package io.github.mambaout.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOutConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a saved model tells about itself beside its weights; with it, the file alone is enough to predict. It lies as JSON in
 * the metadata of the safetensors file, under {@value #CONFIG}, {@value #CLASSES}, {@value #PREPROCESSING} and {@value
 * #PROVENANCE}; {@code format = pt} beside them makes PyTorch's loaders accept the file.
 *
 * @param config what network the weights belong to
 * @param classNames the classes' names in the order of the logits; empty if they have none
 * @param preprocessing how pictures became inputs
 * @param provenance where the weights come from
 */
public record ModelMetadata(
        MambaOutConfig config, List<String> classNames, Preprocessing preprocessing, Provenance provenance) {
    /** Key of the configuration: an object with timm's argument names. */
    public static final String CONFIG = "mambaout.config";
    /** Key of the class names: a list of strings. */
    public static final String CLASSES = "mambaout.classes";
    /** Key of the preprocessing: an object. */
    public static final String PREPROCESSING = "mambaout.preprocessing";
    /** Key of the provenance: an object. */
    public static final String PROVENANCE = "mambaout.provenance";

    /** Binds JSON to records; made by its first use, which most processes do without. */
    private static final class Binding {
        static final ObjectMapper JSON = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        private Binding() {}
    }

    /** Checks that the parts fit one another. */
    public ModelMetadata {
        classNames = List.copyOf(classNames);
        if (!classNames.isEmpty() && classNames.size() != config.numClasses()) {
            throw new IllegalArgumentException("model " + config.name() + " has " + config.numClasses()
                    + " classes, but " + classNames.size() + " class names are given");
        }
        if (preprocessing.channels() != config.inChans()) {
            throw new IllegalArgumentException("model " + config.name() + " needs " + config.inChans()
                    + " channels, but its preprocessing makes " + preprocessing.channels());
        }
    }

    /**
     * @param config a network
     * @return metadata without class names and provenance, with ImageNet's preprocessing in the network's input size
     */
    public static ModelMetadata of(MambaOutConfig config) {
        Preprocessing preprocessing =
                Preprocessing.imageNet(config.imgHeight()).withSize(config.imgHeight(), config.imgWidth());
        if (config.inChans() == 1) {
            // The mean of the three channels' values.
            preprocessing = preprocessing.withNormalization(List.of(0.449), List.of(0.226));
        }
        return new ModelMetadata(config, List.of(), preprocessing, Provenance.unknown());
    }

    /**
     * @param other another network, with as many classes and channels
     * @return this metadata with it
     */
    public ModelMetadata withConfig(MambaOutConfig other) {
        return new ModelMetadata(other, classNames, preprocessing, provenance);
    }

    /**
     * @param index a class, counted from 0
     * @return its name, or its number if the classes have no names
     */
    public String className(int index) {
        return classNames.isEmpty() ? Integer.toString(index) : classNames.get(index);
    }

    /** @return the entries for a safetensors file */
    public Map<String, String> toStrings() {
        Map<String, String> strings = new LinkedHashMap<>();
        strings.put("format", "pt");
        strings.put(CONFIG, json(config));
        strings.put(CLASSES, json(classNames));
        strings.put(PREPROCESSING, json(preprocessing));
        strings.put(PROVENANCE, json(provenance));
        return strings;
    }

    private static String json(Object value) {
        try {
            return Binding.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of strings and numbers are always valid JSON", e);
        }
    }

    /**
     * @param strings the metadata of a safetensors file
     * @return whether they hold a configuration
     */
    static boolean isIn(Map<String, String> strings) {
        return strings.containsKey(CONFIG);
    }

    /**
     * Reads the entries; all but the configuration may be missing.
     *
     * @param file the file, for messages
     * @param strings its metadata
     * @return what they say
     * @throws WeightFileException if an entry can't be understood or they do not fit one another
     */
    static ModelMetadata parse(Path file, Map<String, String> strings) {
        MambaOutConfig config = WrittenMetadata.config(strings.get(CONFIG))
                .orElseGet(() -> value(file, strings, CONFIG, new TypeReference<>() {}));
        ModelMetadata defaults = of(config);
        try {
            return new ModelMetadata(
                    config,
                    strings.containsKey(CLASSES)
                            ? WrittenMetadata.classNames(strings.get(CLASSES))
                                    .orElseGet(() -> value(file, strings, CLASSES, new TypeReference<>() {}))
                            : defaults.classNames,
                    strings.containsKey(PREPROCESSING)
                            ? WrittenMetadata.preprocessing(strings.get(PREPROCESSING))
                                    .orElseGet(() -> value(file, strings, PREPROCESSING, new TypeReference<>() {}))
                            : defaults.preprocessing,
                    strings.containsKey(PROVENANCE)
                            ? WrittenMetadata.provenance(strings.get(PROVENANCE))
                                    .orElseGet(() -> value(file, strings, PROVENANCE, new TypeReference<>() {}))
                            : defaults.provenance);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new WeightFileException(file, "its metadata does not fit together: " + e.getMessage() + ".", e);
        }
    }

    private static <T> T value(Path file, Map<String, String> strings, String key, TypeReference<T> type) {
        T value;
        try {
            value = Binding.JSON.readValue(strings.get(key), type);
        } catch (JsonProcessingException e) {
            throw new WeightFileException(
                    file,
                    "its metadata " + key + " can't be understood (" + e.getOriginalMessage()
                            + "). It may be damaged, or written by a newer version.",
                    e);
        }
        if (value == null) {
            throw new WeightFileException(file, "its metadata " + key + " is empty.");
        }
        return value;
    }
}
