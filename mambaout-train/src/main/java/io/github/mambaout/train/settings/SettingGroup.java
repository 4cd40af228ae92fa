package io.github.mambaout.train.settings;

import java.util.List;

/**
 * Settings that help texts show under one heading.
 *
 * @param heading of the group
 * @param settings in their order
 */
public record SettingGroup(String heading, List<Setting> settings) {
    public SettingGroup {
        settings = List.copyOf(settings);
    }

    static SettingGroup of(String heading, Setting... settings) {
        return new SettingGroup(heading, List.of(settings));
    }

    /** @return all groups with all settings, in the order of a configuration file */
    public static List<SettingGroup> all() {
        return List.of(
                DataSettings.described(),
                NetworkSettings.described(),
                OptimizationSettings.described(),
                SchedulePlan.described(),
                LossSettings.described(),
                MixingSettings.described(),
                AveragingSettings.described(),
                AugmentationGroup.described(),
                EvaluationSettings.described(),
                RunSettings.described());
    }
}
