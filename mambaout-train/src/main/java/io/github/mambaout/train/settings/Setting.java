package io.github.mambaout.train.settings;

import java.util.List;

/**
 * What help texts say about a setting.
 *
 * @param name in files; with two dashes before it, on the command line
 * @param label what its value is called in help texts, for instance {@code RATE}
 * @param description what it is, in a sentence; the default is added unless the sentence tells it
 * @param choices its values, where these are names; otherwise empty
 * @param ofOneRun whether runs of a comparison may not share it: where files go, how a run is watched, what is compared
 */
public record Setting(String name, String label, String description, List<String> choices, boolean ofOneRun) {
    public Setting {
        choices = List.copyOf(choices);
    }

    static Setting of(String name, String label, String description) {
        return new Setting(name, label, description, List.of(), false);
    }

    static Setting choice(String name, List<String> choices, String description) {
        return new Setting(name, "NAME", description, choices, false);
    }

    static Setting ofOneRun(String name, String label, String description) {
        return new Setting(name, label, description, List.of(), true);
    }

    /** @return other names on the command line, which timm or former versions use */
    public List<String> aliases() {
        return switch (name) {
            case "flip" -> List.of("hflip");
            case "label-smoothing" -> List.of("smoothing");
            case "model-options" -> List.of("model-option");
            default -> List.of();
        };
    }
}
