package io.github.mambaout.train.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.train.augment.Mixing;
import java.util.List;

/**
 * How pictures of a batch are mixed with one another.
 *
 * @param mixup shares for mixup are drawn from Beta(mixup, mixup); 0 for no mixup
 * @param cutmix shares for cutmix are drawn from Beta(cutmix, cutmix); 0 for no cutmix
 * @param mixupProb probability that a batch is mixed at all, from 0 to 1
 * @param mixupSwitchProb that it is mixed by cutmix, where both are possible, from 0 to 1
 * @param mixupMode what a draw is for
 * @param mixupOffEpoch epoch from which on pictures are not mixed any more, counted from 0; 0 for never
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record MixingSettings(
        double mixup, double cutmix, double mixupProb, double mixupSwitchProb, Mode mixupMode, int mixupOffEpoch) {
    /** Pictures stay as they are. */
    public static final MixingSettings DEFAULT = new MixingSettings(0, 0, 1, 0.5, Mode.BATCH, 0);

    /** What a share is drawn for. */
    public enum Mode {
        /** All pictures of a micro-batch. */
        @JsonProperty("batch")
        BATCH
    }

    public MixingSettings {
        Require.notNegative("mixup", mixup, "none");
        Require.notNegative("cutmix", cutmix, "none");
        Require.share("mixup-prob", mixupProb);
        Require.share("mixup-switch-prob", mixupSwitchProb);
        Require.given("mixup-mode", mixupMode);
        Require.atLeast("mixup-off-epoch", mixupOffEpoch, 0);
    }

    /** @return whether any batch is ever mixed */
    public boolean mixes() {
        return mixing().mixes();
    }

    /**
     * @param epoch counted from 0
     * @return how batches of this epoch are mixed
     */
    public Mixing in(long epoch) {
        return mixupOffEpoch > 0 && epoch >= mixupOffEpoch ? Mixing.none() : mixing();
    }

    private Mixing mixing() {
        return new Mixing(mixup, cutmix, mixupProb, mixupSwitchProb);
    }

    static SettingGroup described() {
        return SettingGroup.of(
                "Mixing",
                Setting.of("mixup", "ALPHA", "Mixup, with shares drawn from Beta(ALPHA, ALPHA) (default: 0, none)."),
                Setting.of("cutmix", "ALPHA", "Cutmix, with shares drawn from Beta(ALPHA, ALPHA) (default: 0, none)."),
                Setting.of("mixup-prob", "SHARE", "Probability that a batch is mixed."),
                Setting.of("mixup-switch-prob", "SHARE", "Probability of cutmix where both are possible."),
                Setting.choice("mixup-mode", List.of("batch"), "What a share is drawn for: a whole micro-batch."),
                Setting.of(
                        "mixup-off-epoch",
                        "EPOCH",
                        "Epoch, counted from 0, from which on nothing is mixed (default: 0, never)."));
    }
}
