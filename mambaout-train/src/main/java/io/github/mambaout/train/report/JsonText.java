package io.github.mambaout.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Figures of a report as JSON that a person can read too. */
public final class JsonText {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonText() {}

    /**
     * @param tree maps, lists, records, texts and numbers
     * @return its JSON, indented, with a line break at the end
     * @throws IllegalArgumentException if something in it has no JSON
     */
    public static String of(Object tree) {
        try {
            return JSON.writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Has no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
