package io.github.mambaout.train.settings;

import io.github.mambaout.train.augment.AugmentationSettings;
import java.util.List;

/** What a run does to single pictures, unless told otherwise, and the words for it. */
public final class AugmentationGroup {
    /** Half of the pictures mirrored, otherwise as in evaluation. */
    public static final AugmentationSettings DEFAULT =
            AugmentationSettings.none().toBuilder().hflip(0.5).build();

    private AugmentationGroup() {}

    static SettingGroup described() {
        return SettingGroup.of(
                "Augmentation",
                Setting.choice(
                        "train-crop-mode",
                        List.of("rrc", "none"),
                        "A random part of the picture, or the picture as in evaluation; --scale and --ratio mean rrc."),
                Setting.of("scale", "LOW,HIGH", "Share of the area that a random part takes."),
                Setting.of("ratio", "LOW,HIGH", "Width of a random part through its height (default: 3/4 to 4/3)."),
                Setting.choice(
                        "train-interpolation",
                        List.of("random", "bilinear", "bicubic"),
                        "How training pictures are resampled; random: one of the two for each use."),
                Setting.of("flip", "SHARE", "Probability of mirroring a picture."),
                Setting.of("vflip", "SHARE", "Probability of turning a picture upside down."),
                Setting.of(
                        "aa",
                        "POLICY",
                        "RandAugment in timm's syntax, for example rand-m9-mstd0.5-inc1, or trivial for TrivialAugment"
                                + " (default: none)."),
                Setting.of(
                        "color-jitter",
                        "STRENGTH",
                        "Largest changes of brightness, contrast and saturation, one number or three, and of hue, a"
                                + " fourth (default: none). Rests beside a policy other than 3-Augment."),
                Setting.of("color-jitter-prob", "SHARE", "Probability of colour jitter."),
                Setting.of("force-color-jitter", "", "Jitter colours beside any policy."),
                Setting.of("reprob", "SHARE", "Probability of erasing a box of the normalised input."),
                Setting.choice(
                        "remode",
                        List.of("const", "rand", "pixel"),
                        "What is there instead: the mean, one colour, noise."),
                Setting.of("recount", "N", "Largest number of boxes."),
                Setting.of("re-area", "LOW,HIGH", "Share of the area that all boxes take (default: 0.02 to 1/3)."),
                Setting.of("re-aspect", "LOW,HIGH", "Width of a box through its height (default: 0.3 to 1/0.3)."),
                Setting.of("re-attempts", "N", "How often a box that doesn't fit is drawn again."));
    }
}
