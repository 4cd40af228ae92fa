package io.github.mambaout.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Settings that say something about others: where one is given, what was said about the others before counts no longer, unless they
 * are given together with it.
 */
final class ImpliedSettings {
    private static final List<Rule> RULES = List.of(
            // Sizes belong to a model.
            new Rule("model", value -> true, Map.of("depths", List.of(), "dims", List.of())),
            // One of two ways to say the same.
            new Rule("lr", ImpliedSettings::isGiven, Map.of("lr-base", 0)),
            new Rule("lr-base", ImpliedSettings::isGiven, Map.of("lr", 0)),
            new Rule("warmup", ImpliedSettings::isGiven, Map.of("warmup-epochs", 0)),
            new Rule("warmup-epochs", ImpliedSettings::isGiven, Map.of("warmup", 0)),
            new Rule("sched-on-updates", value -> !value.asBoolean(), Map.of("warmup", 0)),
            new Rule("sched", value -> value.asText().equals("onecycle"), Map.of("warmup", 0, "warmup-epochs", 0)),
            // What they describe happens with random parts alone.
            new Rule("scale", value -> true, Map.of("train-crop-mode", "rrc")),
            new Rule("ratio", value -> true, Map.of("train-crop-mode", "rrc")));

    private ImpliedSettings() {}

    /** What follows from a setting, if its value is of some kind. */
    private record Rule(String given, Predicate<JsonNode> when, Map<String, Object> implied) {}

    private static boolean isGiven(JsonNode value) {
        return value.asDouble() != 0;
    }

    /**
     * @param named settings that are given together
     * @param epochsAreDefault whether nobody has said before how many epochs a run has
     * @return what follows from them for others, by name
     */
    static ObjectNode of(ObjectNode named, boolean epochsAreDefault) {
        Map<String, Object> implied = new LinkedHashMap<>();
        for (Rule rule : RULES) {
            if (named.has(rule.given()) && rule.when().test(named.get(rule.given()))) {
                implied.putAll(rule.implied());
            }
        }
        if (named.has("max-updates") && isGiven(named.get("max-updates")) && epochsAreDefault) {
            implied.put("epochs", 0);
        }
        implied.keySet().removeIf(named::has);
        return FlatSettings.of(implied);
    }
}
