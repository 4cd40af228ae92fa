package io.github.mambaout.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mambaout.layer.NearNames;
import io.github.mambaout.train.recipe.Recipe;
import io.github.mambaout.train.settings.SettingGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration from several sources, each of which names some settings: the defaults, a recipe, files, flags. What comes later
 * counts more. A value; adding a source makes a new one:
 *
 * <pre>{@code
 * TrainingConfig config = LayeredConfig.ofDefaults()
 *         .withRecipe(Recipes.named("laptop"))
 *         .withFile(Path.of("run.yaml"))
 *         .with("command line", Map.of("epochs", 30))
 *         .resolve()
 *         .config();
 * }</pre>
 */
public final class LayeredConfig {
    /** The source of what nobody has set. */
    public static final String DEFAULT = "default";

    /** The source of flags; what they refuse is told by the flag. */
    public static final String COMMAND_LINE = "command line";

    private static final String EPOCHS = "epochs";

    private final List<Layer> layers;

    private LayeredConfig(List<Layer> layers) {
        this.layers = List.copyOf(layers);
    }

    /** What one source says, and what messages about it begin with. */
    private record Layer(String source, String prefix, ObjectNode named) {}

    /**
     * A configuration and where it comes from.
     *
     * @param config the configuration
     * @param sources by the name of every setting, the source of its value
     */
    public record Resolved(TrainingConfig config, Map<String, String> sources) {
        public Resolved {
            sources = Map.copyOf(sources);
        }
    }

    /** @return the defaults alone */
    public static LayeredConfig ofDefaults() {
        return new LayeredConfig(List.of());
    }

    /**
     * @param config says every setting
     * @return this with it on top
     */
    public LayeredConfig with(TrainingConfig config) {
        return with(new Layer("configuration", "", FlatSettings.of(config)));
    }

    /**
     * @param recipe names some settings
     * @return this with it on top
     */
    public LayeredConfig withRecipe(Recipe recipe) {
        String source = "recipe " + recipe.name();
        return with(new Layer(source, source + ": ", FlatSettings.of(recipe.settings())));
    }

    /**
     * @param file a YAML file of settings
     * @return this with them on top
     * @throws IllegalArgumentException if it cannot be read or is no YAML
     */
    public LayeredConfig withFile(Path file) {
        try {
            return withYaml(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such configuration file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @param text YAML, one setting a line
     * @param name what messages call it
     * @return this with its settings on top
     * @throws IllegalArgumentException if it is no YAML
     */
    public LayeredConfig withYaml(String text, String name) {
        try {
            JsonNode given = TrainingConfigFile.YAML.readTree(text);
            if (given instanceof ObjectNode named) {
                return with(new Layer(name, name + ": ", named));
            }
            if (given.isMissingNode() || given.isNull()) {
                return this;
            }
            throw new IllegalArgumentException(name + ": must hold settings such as 'epochs: 3', one a line");
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new IllegalArgumentException(
                    name + ": is no readable YAML, line " + e.getLocation().getLineNr() + ": " + problem, e);
        }
    }

    /**
     * @param source what is named
     * @param settings some settings, name to value: text, number, yes or no, list, or map
     * @return this with them on top
     */
    public LayeredConfig with(String source, Map<String, ?> settings) {
        return with(source, FlatSettings.of(settings));
    }

    LayeredConfig with(String source, ObjectNode named) {
        return with(new Layer(source, source.equals(COMMAND_LINE) ? "--" : "", named));
    }

    private LayeredConfig with(Layer layer) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(new Layer(layer.source(), layer.prefix(), requireKnown(layer)));
        return new LayeredConfig(more);
    }

    /** Its settings by their own names; messages name what is near to a wrong one. */
    private static ObjectNode requireKnown(Layer layer) {
        Map<String, String> known = new LinkedHashMap<>();
        SettingGroup.all().stream().flatMap(group -> group.settings().stream()).forEach(setting -> {
            known.put(setting.name(), setting.name());
            setting.aliases().forEach(alias -> known.put(alias, setting.name()));
        });
        Map<String, JsonNode> named = new LinkedHashMap<>();
        layer.named().fields().forEachRemaining(entry -> {
            String name = entry.getKey();
            if (!known.containsKey(name)) {
                throw new IllegalArgumentException(layer.prefix() + "there is no setting '" + name
                        + "'. Did you mean " + String.join(", ", NearNames.of(name, known.keySet()))
                        + "? 'mambaout train --help' lists them all.");
            }
            if (entry.getValue().isNull()) {
                throw new IllegalArgumentException(
                        layer.prefix() + name + " has no value; leave it out for the default");
            }
            named.put(known.get(name), entry.getValue());
        });
        return FlatSettings.of(named);
    }

    /**
     * @return the configuration
     * @throws IllegalArgumentException if a value is impossible; the message names the source and the setting
     */
    public Resolved resolve() {
        ObjectNode settings = FlatSettings.of(TrainingConfig.DEFAULT);
        Map<String, String> sources = new LinkedHashMap<>();
        settings.fieldNames().forEachRemaining(name -> sources.put(name, DEFAULT));
        for (Layer layer : layers) {
            ObjectNode all =
                    ImpliedSettings.of(layer.named(), sources.get(EPOCHS).equals(DEFAULT));
            all.setAll(layer.named());
            settings.setAll(all);
            all.fieldNames().forEachRemaining(name -> sources.put(name, layer.source()));
        }
        try {
            return new Resolved(FlatSettings.toConfig(settings), sources);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prefix(e.getMessage(), sources) + e.getMessage(), e);
        }
    }

    /** The source of the setting that a message begins with, or the only source. */
    private String prefix(String message, Map<String, String> sources) {
        Optional<String> blamed = sources.keySet().stream()
                .filter(name -> message.startsWith(name + " ") || message.startsWith(name + ":"))
                .findFirst();
        String source = blamed.map(sources::get)
                .orElse(layers.size() == 1 ? layers.get(0).source() : "");
        return layers.stream()
                .filter(layer -> layer.source().equals(source))
                .map(Layer::prefix)
                .filter(prefix -> blamed.isPresent() || prefix.endsWith(": "))
                .findFirst()
                .orElse("");
    }
}
