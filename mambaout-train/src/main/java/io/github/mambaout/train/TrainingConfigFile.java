package io.github.mambaout.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.github.mambaout.train.settings.RunSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Configurations as YAML: one setting a line, named like the command line's flags without their dashes. */
public final class TrainingConfigFile {
    static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build());

    private TrainingConfigFile() {}

    /**
     * Reads a configuration. Settings that the file does not name have their defaults.
     *
     * @param file a YAML file
     * @return the configuration
     * @throws IllegalArgumentException if the file cannot be read, is no YAML, names an unknown setting or gives one a
     *     wrong value; the message names the file and the setting
     */
    public static TrainingConfig read(Path file) {
        return LayeredConfig.ofDefaults().withFile(file).resolve().config();
    }

    /**
     * Reads a configuration from text, as {@link #read} does from a file.
     *
     * @param text YAML, one setting a line
     * @param name what messages call the text
     * @return the configuration
     * @throws IllegalArgumentException if it is no YAML, names an unknown setting or gives one a wrong value
     */
    public static TrainingConfig parse(String text, String name) {
        return LayeredConfig.ofDefaults().withYaml(text, name).resolve().config();
    }

    /**
     * @param config a configuration
     * @return it as YAML text that {@link #read} understands
     */
    public static String toYaml(TrainingConfig config) {
        try {
            return YAML.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A configuration of texts and numbers can always be written", e);
        }
    }

    /**
     * @param config a configuration
     * @return its settings as text, by name, in order
     */
    public static Map<String, String> settings(TrainingConfig config) {
        return texts(FlatSettings.of(config));
    }

    /**
     * @param config a configuration
     * @return its settings by name, in order: texts, numbers, yes or no, lists and maps
     */
    public static Map<String, Object> values(TrainingConfig config) {
        return YAML.convertValue(FlatSettings.of(config), new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /**
     * @param config a configuration
     * @return as {@link #settings}, those that decide about the weights: two runs that agree in them end with the same bits
     */
    public static Map<String, String> deciding(TrainingConfig config) {
        Map<String, String> settings = settings(config);
        settings.keySet().removeAll(RunSettings.WITHOUT_EFFECT);
        return settings;
    }

    /**
     * @param config a configuration of a part of a run
     * @return its settings as text, in order, for tables
     */
    static Map<String, String> texts(Record config) {
        return texts(YAML.<ObjectNode>valueToTree(config));
    }

    private static Map<String, String> texts(ObjectNode tree) {
        Map<String, String> settings = new LinkedHashMap<>();
        tree.fields()
                .forEachRemaining(entry -> settings.put(
                        entry.getKey(),
                        entry.getValue().isValueNode()
                                ? entry.getValue().asText()
                                : entry.getValue().toString()));
        return settings;
    }
}
