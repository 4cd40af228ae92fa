package io.github.mambaout.train.optimizer;

import io.github.mambaout.layer.NearNames;
import io.github.mambaout.layer.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * How each parameter of a network takes part in updates, by full name and in the parameters' order. A value; changing it
 * makes a new one:
 *
 * <pre>{@code
 * UpdateRules rules = UpdateRules.of(model.parameters()).withLayerDecay(0.7).freezing(List.of("stem", "stages.0"));
 * }</pre>
 */
public final class UpdateRules {
    /** What stands for everything but the head, where layers are named. */
    public static final String TRUNK = "trunk";

    private static final String HEAD = "head";

    private final Map<String, UpdateRule> byName;

    private UpdateRules(Map<String, UpdateRule> byName) {
        this.byName = byName;
    }

    /**
     * @param parameters of a network
     * @return every parameter is changed at the full learning rate, and decayed as it asks for itself
     */
    public static UpdateRules of(Parameters parameters) {
        Map<String, UpdateRule> rules = new LinkedHashMap<>();
        parameters
                .byName()
                .forEach((name, parameter) -> rules.put(name, new UpdateRule(1, parameter.decayed(), false)));
        return new UpdateRules(Collections.unmodifiableMap(rules));
    }

    /**
     * Lets early layers learn slower: a parameter of group {@code g} of {@code G} has the learning rate times {@code
     * decay^(G - 1 - g)} (timm's {@code param_groups_layer_decay} with {@link LayerGroups}).
     *
     * @param decay factor from one group to the one before, from more than 0 to 1; 1 changes nothing
     * @return these rules with other learning rates
     */
    public UpdateRules withLayerDecay(double decay) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException(
                    "Layer decay must lie between 0 (excluded) and 1, but is " + decay + "; 1 is none");
        }
        LayerGroups groups = LayerGroups.of(byName.keySet());
        return changed((name, rule) -> rule.scaled(Math.pow(decay, groups.count() - 1 - groups.group(name))));
    }

    /**
     * Keeps parameters as they are.
     *
     * @param names full names ({@code stem.conv1.weight}) or the layers above them ({@code stem}, {@code stages.0}); {@value #TRUNK}
     *     for everything but the head
     * @return these rules with those parameters frozen
     * @throws IllegalArgumentException if there is no parameter under one of the names, or if nothing would be left to train
     */
    public UpdateRules freezing(List<String> names) {
        for (String asked : names) {
            if (byName.keySet().stream().noneMatch(name -> liesUnder(name, asked))) {
                throw new IllegalArgumentException("There is no parameter or layer named '" + asked
                        + "' to freeze. Did you mean " + String.join(", ", NearNames.of(asked, layersAndParameters()))
                        + "?");
            }
        }
        UpdateRules rules = changed(
                (name, rule) -> names.stream().anyMatch(asked -> liesUnder(name, asked)) ? rule.asFrozen() : rule);
        if (rules.byName.values().stream().allMatch(UpdateRule::frozen)) {
            throw new IllegalArgumentException(
                    "Freezing " + String.join(", ", names) + " would leave no parameter to train");
        }
        return rules;
    }

    private static boolean liesUnder(String name, String asked) {
        return asked.equals(TRUNK) ? !name.startsWith(HEAD + ".") : name.equals(asked) || name.startsWith(asked + ".");
    }

    private List<String> layersAndParameters() {
        return byName.keySet().stream()
                .flatMap(name -> prefixes(name).stream())
                .distinct()
                .toList();
    }

    private static List<String> prefixes(String name) {
        List<String> prefixes = new ArrayList<>();
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            prefixes.add(name.substring(0, dot));
        }
        prefixes.add(name);
        return prefixes;
    }

    private UpdateRules changed(BiFunction<String, UpdateRule, UpdateRule> change) {
        Map<String, UpdateRule> rules = new LinkedHashMap<>(byName);
        rules.replaceAll(change);
        return new UpdateRules(Collections.unmodifiableMap(rules));
    }

    /**
     * @param part some of the parameters, under the same names
     * @return the rules for these alone
     */
    public UpdateRules limitedTo(Parameters part) {
        Map<String, UpdateRule> rules = new LinkedHashMap<>(byName);
        rules.keySet().retainAll(part.byName().keySet());
        return new UpdateRules(Collections.unmodifiableMap(rules));
    }

    /** @return whether updates leave everything but the head as it is */
    public boolean freezeTrunk() {
        return byName.entrySet().stream()
                .allMatch(rule -> rule.getValue().frozen() || !liesUnder(rule.getKey(), TRUNK));
    }

    /** @return full names to rules, in the parameters' order */
    public Map<String, UpdateRule> byName() {
        return byName;
    }
}
