package io.github.mambaout.train.settings;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.train.optimizer.EmaDecay;

/**
 * Whether an average of the weights is kept, which then judges the run.
 *
 * @param modelEma whether there is one
 * @param modelEmaDecay share of the average that stays at an update, from 0 to less than 1
 * @param modelEmaWarmup whether that share is approached from below, so that the average follows at first
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record AveragingSettings(boolean modelEma, double modelEmaDecay, boolean modelEmaWarmup) {
    /** No average; timm's decay, if one is asked for. */
    public static final AveragingSettings DEFAULT = new AveragingSettings(false, 0.9998, false);

    public AveragingSettings {
        Require.shareBelowOne("model-ema-decay", modelEmaDecay);
    }

    /** @return how much of the average stays */
    public EmaDecay decay() {
        return EmaDecay.timm(modelEmaDecay, modelEmaWarmup);
    }

    static SettingGroup described() {
        return SettingGroup.of(
                "Averaged weights",
                Setting.of(
                        "model-ema",
                        "",
                        "Keep an exponential moving average of the weights; it is judged and saved as the best."),
                Setting.of("model-ema-decay", "SHARE", "Share of the average that stays at an update."),
                Setting.of("model-ema-warmup", "", "Approach that share from below."));
    }
}
