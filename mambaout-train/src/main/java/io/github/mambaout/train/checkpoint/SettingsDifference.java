package io.github.mambaout.train.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * In what the settings of a run differ from those that its checkpoints were made with.
 *
 * @param changes one for each setting that differs, in the order of their names
 */
public record SettingsDifference(List<Change> changes) {
    public SettingsDifference {
        changes = List.copyOf(changes);
    }

    /**
     * @param name of a setting
     * @param before what it was; empty for nothing
     * @param now what it is; empty for nothing
     */
    public record Change(String name, String before, String now) {
        private String describe() {
            return name + " was " + shown(before) + " and is " + shown(now);
        }

        private static String shown(String value) {
            return value.isEmpty() ? "not set" : value;
        }
    }

    /**
     * @param before settings by name
     * @param now settings by name
     * @return where they differ; a setting that one of them has not counts as empty there
     */
    public static SettingsDifference between(Map<String, String> before, Map<String, String> now) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            Change change = new Change(name, before.getOrDefault(name, ""), now.getOrDefault(name, ""));
            if (!change.before.equals(change.now)) {
                changes.add(change);
            }
        }
        return new SettingsDifference(changes);
    }

    /** @return whether there is none */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** @return the changes in one sentence without its end, for instance {@code lr was 0.001 and is 0.002} */
    public String describe() {
        return changes.stream().map(Change::describe).collect(Collectors.joining("; "));
    }
}
