package io.github.mambaout.train.augment;

import io.github.mambaout.image.AffineFilter;
import io.github.mambaout.image.Rgb;

/** Policies by name, as {@code --aa} of timm has them. */
final class AugmentationPolicy {
    private static final String TRIVIAL = "trivial";

    private AugmentationPolicy() {}

    /**
     * @param text {@code rand-…} or {@code trivial}
     * @param filter how RandAugment resamples moved pictures
     * @param outside what RandAugment shows outside of them
     * @return the policy
     * @throws IllegalArgumentException if no policy is written so
     */
    static Augmentation parse(String text, TrainingFilter filter, Rgb outside) {
        if (text.equals(TRIVIAL)) {
            return new TrivialAugment(new Resampling(AffineFilter.NEAREST, Rgb.BLACK));
        }
        if (text.startsWith("rand")) {
            return new RandAugment(RandAugmentSettings.parse(text), filter, outside);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no augmentation policy. There are RandAugment, for instance "
                        + "rand-m9-mstd0.5-inc1, and TrivialAugment, " + TRIVIAL);
    }
}
