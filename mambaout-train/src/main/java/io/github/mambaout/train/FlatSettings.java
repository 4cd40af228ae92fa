package io.github.mambaout.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A configuration as one object with all settings side by side, and back. */
final class FlatSettings {
    private static final ObjectMapper JSON = JsonMapper.builder()
            // What a group tells about its settings is no setting.
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private FlatSettings() {}

    static ObjectNode of(TrainingConfig config) {
        ObjectNode all = JSON.createObjectNode();
        for (Record group : new Record[] {
            config.data(),
            config.network(),
            config.optimization(),
            config.schedule(),
            config.loss(),
            config.mixing(),
            config.averaging(),
            config.augmentation(),
            config.evaluation(),
            config.run()
        }) {
            all.setAll(JSON.<ObjectNode>valueToTree(group));
        }
        return all;
    }

    /** Settings as an object, from values of any kind that JSON has. */
    static ObjectNode of(Map<String, ?> settings) {
        return JSON.valueToTree(settings);
    }

    /** The settings of a group, by name. */
    static Map<String, JsonNode> ofGroup(Record group) {
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        JSON.<ObjectNode>valueToTree(group)
                .fields()
                .forEachRemaining(entry -> settings.put(entry.getKey(), entry.getValue()));
        return settings;
    }

    /**
     * @param settings every setting of a configuration
     * @return the configuration
     * @throws IllegalArgumentException if a value is impossible; the message begins with the setting's name
     */
    static TrainingConfig toConfig(ObjectNode settings) {
        TrainingConfig like = TrainingConfig.DEFAULT;
        return new TrainingConfig(
                group(settings, like.data()),
                group(settings, like.network()),
                group(settings, like.optimization()),
                group(settings, like.schedule()),
                group(settings, like.loss()),
                group(settings, like.mixing()),
                group(settings, like.averaging()),
                group(settings, like.augmentation()),
                group(settings, like.evaluation()),
                group(settings, like.run()));
    }

    @SuppressWarnings("unchecked")
    private static <G extends Record> G group(ObjectNode settings, G like) {
        ObjectNode own = JSON.createObjectNode();
        Iterator<String> names = JSON.valueToTree(like).fieldNames();
        names.forEachRemaining(name -> own.set(name, settings.get(name)));
        try {
            return (G) JSON.treeToValue(own, like.getClass());
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(reason(e, own), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** What a group's own check says, or else which value is of another kind than its setting. */
    private static String reason(JsonMappingException refused, ObjectNode settings) {
        for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return cause.getMessage();
            }
        }
        String name = refused.getPath().isEmpty()
                ? "a setting"
                : refused.getPath().get(0).getFieldName();
        JsonNode value = settings.path(name);
        String given = value.isValueNode() ? "'" + value.asText() + "'" : value.toString();
        return name + " must be " + wanted(refused) + ", but is " + given;
    }

    private static String wanted(JsonMappingException refused) {
        Class<?> wanted = refused instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (wanted == null) {
            return "of another kind";
        }
        if (wanted.isEnum()) {
            return Arrays.stream(wanted.getEnumConstants())
                    .map(choice -> JSON.convertValue(choice, String.class))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (wanted == int.class || wanted == long.class || wanted == Integer.class) {
            return "a whole number";
        }
        if (wanted == double.class || wanted == Double.class) {
            return "a number";
        }
        if (wanted == boolean.class) {
            return "true or false";
        }
        if (Map.class.isAssignableFrom(wanted)) {
            return "names with values";
        }
        return Collection.class.isAssignableFrom(wanted) || wanted.isRecord() ? "a list" : "a text";
    }
}
