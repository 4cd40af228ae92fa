package io.github.mambaout.train.recipe;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.mambaout.layer.NearNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The recipes that come with the library: the paper's for each of its models, two for fine-tuning, and one for small machines.
 * Each is a readable YAML file among the resources; one may be based on another and say only what differs.
 */
public final class Recipes {
    private static final List<String> NAMES = List.of(
            "mambaout-femto",
            "mambaout-kobe",
            "mambaout-tiny",
            "mambaout-small",
            "mambaout-base",
            "fine-tune",
            "frozen-trunk",
            "laptop");
    private static final String BASED_ON = "based-on";
    private static final String DESCRIPTION = "description";

    private Recipes() {}

    /** @return all names */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * @param name a recipe's name; a model's name ({@code mambaout_tiny}) means the recipe for it
     * @return the recipe
     * @throws IllegalArgumentException if there is no such recipe; the message suggests near names
     */
    public static Recipe named(String name) {
        String known = name.replace('_', '-');
        if (!NAMES.contains(known)) {
            List<String> near = NearNames.of(
                    name.replace('-', '_'),
                    NAMES.stream().map(each -> each.replace('-', '_')).toList());
            throw new IllegalArgumentException("There is no recipe named '" + name + "'. Did you mean "
                    + String.join(", ", near).replace('_', '-') + "? There are " + String.join(", ", NAMES) + ".");
        }
        Map<String, Object> settings = settings(known);
        String description = String.valueOf(settings.remove(DESCRIPTION));
        return new Recipe(known, description, settings);
    }

    private static Map<String, Object> settings(String name) {
        Map<String, Object> own = read(name);
        Object base = own.remove(BASED_ON);
        if (base == null) {
            return own;
        }
        Map<String, Object> settings = settings(base.toString());
        settings.putAll(own);
        return settings;
    }

    private static Map<String, Object> read(String name) {
        try (InputStream in = Recipes.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("The recipe " + name + " is missing among the library's resources");
            }
            return new YAMLMapper().readValue(in, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("The recipe " + name + " is no readable YAML", e);
        }
    }
}
