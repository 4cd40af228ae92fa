package io.github.mambaout.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a picture of another aspect is brought to the input's, by the names of timm. */
public enum CropMode {
    /** The shorter side is fitted, and what the longer one has too much is cut off evenly at both ends. */
    @JsonProperty("center")
    CENTER,
    /** Both sides are fitted, whatever that does to the aspect. */
    @JsonProperty("squash")
    SQUASH
}
