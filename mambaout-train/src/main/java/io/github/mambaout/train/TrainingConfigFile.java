package io.github.mambaout.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Configurations as YAML: one setting a line, named like the command line's flags without their dashes. */
public final class TrainingConfigFile {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

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
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such configuration file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return parse(text, file.toString());
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
        try {
            JsonNode given = YAML.readTree(text);
            ObjectNode settings = YAML.valueToTree(TrainingConfig.builder().build());
            if (given instanceof ObjectNode named) {
                if (named.has("max-updates") && !named.has("epochs")) {
                    settings.put("epochs", 0);
                }
                settings.setAll(named);
            } else if (!given.isMissingNode() && !given.isNull()) {
                throw new IllegalArgumentException(name + ": must hold settings such as 'epochs: 3', one a line");
            }
            return YAML.treeToValue(settings, TrainingConfig.class);
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    name + ": there is no setting '" + e.getPropertyName() + "'; there are "
                            + e.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.toCollection(TreeSet::new))
                                    .stream()
                                    .collect(Collectors.joining(", ")),
                    e);
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(name + ": " + e.getCause().getMessage(), e);
        } catch (JsonMappingException e) {
            String setting =
                    e.getPath().isEmpty() ? "a setting" : e.getPath().get(0).getFieldName();
            throw new IllegalArgumentException(
                    name + ": " + setting + " has a value of the wrong kind: " + firstLine(e), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    name + ": is no readable YAML, line " + e.getLocation().getLineNr() + ": " + firstLine(e), e);
        }
    }

    private static String firstLine(JacksonException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
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
        return texts(config);
    }

    /**
     * @param config a configuration, of a run or of a part of one
     * @return its settings as text, in order, for tables
     */
    static Map<String, String> texts(Record config) {
        Map<String, String> settings = new LinkedHashMap<>();
        ObjectNode tree = YAML.valueToTree(config);
        tree.fields()
                .forEachRemaining(entry -> settings.put(
                        entry.getKey(),
                        entry.getValue().isValueNode()
                                ? entry.getValue().asText()
                                : entry.getValue().toString()));
        return settings;
    }
}
