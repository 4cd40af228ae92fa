package io.github.mambaout.train.augment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.mambaout.image.AffineFilter;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.layer.Randomness;

/** How training pictures are resampled (timm's {@code train_interpolation}). */
public enum TrainingFilter {
    /** Bilinear or bicubic, drawn for each use. */
    @JsonProperty("random")
    RANDOM,
    @JsonProperty("bilinear")
    BILINEAR,
    @JsonProperty("bicubic")
    BICUBIC;

    /**
     * @param random numbers of this use
     * @return the filter for resizing
     */
    Interpolation resizing(Randomness random) {
        return bicubic(random) ? Interpolation.BICUBIC : Interpolation.BILINEAR;
    }

    /**
     * @param random numbers of this use
     * @return the filter for affine maps
     */
    AffineFilter moving(Randomness random) {
        return bicubic(random) ? AffineFilter.BICUBIC : AffineFilter.BILINEAR;
    }

    private boolean bicubic(Randomness random) {
        return this == BICUBIC || this == RANDOM && random.at("filter").uniform(0) < 0.5;
    }
}
