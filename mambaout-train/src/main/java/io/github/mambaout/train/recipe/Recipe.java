package io.github.mambaout.train.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of training under a name.
 *
 * @param name what it is asked for by, for instance {@code mambaout-tiny}
 * @param description what it is for, in a few words
 * @param settings names of settings, those of the command line's flags, to their values (texts, numbers, yes or no, lists of
 *     numbers), in a readable order
 */
public record Recipe(String name, String description, Map<String, Object> settings) {
    public Recipe {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * @param setting its name
     * @return its number
     * @throws IllegalArgumentException if the recipe has no number of this name
     */
    public double number(String setting) {
        return value(setting, Number.class).doubleValue();
    }

    /**
     * @param setting its name
     * @return its text
     * @throws IllegalArgumentException if the recipe has no text of this name
     */
    public String text(String setting) {
        return value(setting, String.class);
    }

    /**
     * @param setting its name
     * @return whether it is on
     * @throws IllegalArgumentException if the recipe has no yes or no of this name
     */
    public boolean isOn(String setting) {
        return value(setting, Boolean.class);
    }

    /**
     * @param setting its name
     * @return its numbers
     * @throws IllegalArgumentException if the recipe has no list of numbers of this name
     */
    public List<Double> numbers(String setting) {
        return ((List<?>) value(setting, List.class))
                .stream().map(Number.class::cast).map(Number::doubleValue).toList();
    }

    private <T> T value(String setting, Class<T> kind) {
        Object value = settings.get(setting);
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException("Recipe " + name + " has no setting '" + setting + "' of the kind "
                    + kind.getSimpleName() + (value == null ? "" : ", but " + value));
        }
        return kind.cast(value);
    }
}
