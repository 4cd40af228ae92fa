package io.github.mambaout.train.augment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What takes the place of what is erased. */
public enum ErasingMode {
    /** 0, which is the mean colour after normalising. */
    @JsonProperty("const")
    CONSTANT,
    /** One colour for each box, standard normal in each channel. */
    @JsonProperty("rand")
    COLOR,
    /** Standard normal in each channel of each pixel. */
    @JsonProperty("pixel")
    PIXEL
}
