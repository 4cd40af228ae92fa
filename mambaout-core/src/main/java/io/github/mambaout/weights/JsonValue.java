package io.github.mambaout.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a JSON document. Read by Jackson's parser alone: its binding to objects takes a tenth of a second of a process that
 * labels one picture. The methods that ask for a kind of value throw {@link IllegalArgumentException} where it is of another.
 */
sealed interface JsonValue {
    /** An object; its members in their order. */
    record Members(Map<String, JsonValue> byName) implements JsonValue {}

    /** An array. */
    record Items(List<JsonValue> inOrder) implements JsonValue {}

    /** A string. */
    record Text(String value) implements JsonValue {}

    /** A number without fraction and exponent that a {@code long} can hold. */
    record Whole(long value) implements JsonValue {}

    /** Any other number. */
    record Real(double value) implements JsonValue {}

    /** {@code true} or {@code false}. */
    record Truth(boolean value) implements JsonValue {}

    /** {@code null}, or nothing at all. */
    record Nothing() implements JsonValue {}

    /**
     * @param json a whole document in UTF-8
     * @return its value; {@link Nothing} where it is empty
     * @throws IOException if it is not valid, has a member twice or goes on behind its value
     */
    static JsonValue parse(byte[] json) throws IOException {
        try (JsonParser parser = factory().createParser(json)) {
            return document(parser);
        }
    }

    /**
     * @param json a whole document
     * @return its value; {@link Nothing} where it is empty
     * @throws IOException if it is not valid, has a member twice or goes on behind its value
     */
    static JsonValue parse(String json) throws IOException {
        try (JsonParser parser = factory().createParser(json)) {
            return document(parser);
        }
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static JsonValue document(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return new Nothing();
        }
        JsonValue value = value(parser);
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "There is more behind the value");
        }
        return value;
    }

    private static JsonValue value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> new Text(parser.getText());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? new Real(parser.getDoubleValue())
                        : new Whole(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> new Real(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> new Truth(parser.getBooleanValue());
            default -> new Nothing();
        };
    }

    private static JsonValue members(JsonParser parser) throws IOException {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new Members(Collections.unmodifiableMap(members));
    }

    private static JsonValue items(JsonParser parser) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Items(Collections.unmodifiableList(items));
    }

    /** @return its members, if it is an object */
    default Map<String, JsonValue> members() {
        if (this instanceof Members members) {
            return members.byName;
        }
        throw new IllegalArgumentException("no object: " + this);
    }

    /** @return its items, if it is an array */
    default List<JsonValue> items() {
        if (this instanceof Items items) {
            return items.inOrder;
        }
        throw new IllegalArgumentException("no array: " + this);
    }

    /** @return its characters, if it is a string */
    default String text() {
        if (this instanceof Text text) {
            return text.value;
        }
        throw new IllegalArgumentException("no string: " + this);
    }

    /** @return its value, if it is a whole number */
    default long whole() {
        if (this instanceof Whole whole) {
            return whole.value;
        }
        throw new IllegalArgumentException("no whole number: " + this);
    }

    /** @return its value, if it is a number */
    default double real() {
        return this instanceof Real real ? real.value : whole();
    }

    /** @return its value, if it is a truth value */
    default boolean truth() {
        if (this instanceof Truth truth) {
            return truth.value;
        }
        throw new IllegalArgumentException("neither true nor false: " + this);
    }
}
