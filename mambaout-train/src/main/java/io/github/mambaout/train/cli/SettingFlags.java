package io.github.mambaout.train.cli;

import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigFile;
import io.github.mambaout.train.settings.Setting;
import io.github.mambaout.train.settings.SettingGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A flag for each setting of training. Flags hand on texts as they were typed, so that their values are read and refused at one
 * place, with those of files.
 */
final class SettingFlags {
    /** Flags that commands have anyway, for whatever computes. */
    private static final Set<String> ELSEWHERE = Set.of("threads");

    private SettingFlags() {}

    /**
     * @param command gets the flags, under the headings of their groups
     * @param offered which settings
     * @param given is told name and value of each setting that is given
     */
    static void add(CommandSpec command, Predicate<Setting> offered, BiConsumer<String, Object> given) {
        Map<String, Object> defaults = TrainingConfigFile.values(TrainingConfig.DEFAULT);
        command.usageMessage().abbreviateSynopsis(true);
        int order = 0;
        for (SettingGroup group : SettingGroup.all()) {
            ArgGroupSpec.Builder heading = ArgGroupSpec.builder()
                    .heading("%n" + group.heading() + ":%n")
                    .validate(false)
                    .order(++order);
            List<Setting> settings = group.settings().stream()
                    .filter(offered)
                    .filter(setting -> !ELSEWHERE.contains(setting.name()))
                    .toList();
            settings.forEach(setting -> heading.addArg(flag(setting, defaults.get(setting.name()), given)));
            if (!settings.isEmpty()) {
                command.addArgGroup(heading.build());
            }
        }
    }

    private static OptionSpec flag(Setting setting, Object defaultValue, BiConsumer<String, Object> given) {
        List<String> names = new ArrayList<>(List.of(setting.name()));
        names.addAll(setting.aliases());
        OptionSpec.Builder flag = OptionSpec.builder(
                        names.stream().map(name -> "--" + name).toArray(String[]::new))
                .description(description(setting, defaultValue))
                .paramLabel(setting.label())
                .setter(new Given(setting.name(), given));
        if (!setting.choices().isEmpty()) {
            flag.completionCandidates(setting.choices());
        }
        if (defaultValue instanceof List) {
            flag.type(List.class)
                    .auxiliaryTypes(String.class)
                    .splitRegex(",")
                    .hideParamSyntax(setting.label().contains(","));
        } else if (defaultValue instanceof Map) {
            flag.type(Map.class).auxiliaryTypes(String.class, String.class).splitRegex(",");
        } else if (defaultValue instanceof Boolean) {
            flag.type(String.class).arity("0..1").fallbackValue("true").paramLabel("true|false");
        } else {
            flag.type(String.class);
        }
        return flag.build();
    }

    private static String description(Setting setting, Object defaultValue) {
        String sentence = setting.description();
        String text = defaultText(defaultValue);
        if (!setting.choices().isEmpty()) {
            sentence += " One of " + String.join(", ", setting.choices()) + ".";
        }
        return sentence.contains("(default") || text.isEmpty()
                ? sentence
                : sentence.substring(0, sentence.length() - 1) + " (default: " + text + ").";
    }

    /** Nothing for what is off or empty. */
    private static String defaultText(Object value) {
        if (value instanceof Boolean) {
            return "";
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(SettingFlags::defaultText).collect(Collectors.joining(","));
        }
        if (value instanceof Map) {
            return "";
        }
        return value instanceof Double number && number == Math.rint(number)
                ? Long.toString(Math.round(number))
                : String.valueOf(value);
    }

    /** Hands on what picocli found. */
    private record Given(String name, BiConsumer<String, Object> told) implements ISetter {
        @Override
        public <T> T set(T value) {
            if (value != null) {
                told.accept(name, value);
            }
            return null;
        }
    }
}
