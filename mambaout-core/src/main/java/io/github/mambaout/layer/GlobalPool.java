package io.github.mambaout.layer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a head turns a map into one row of features for each picture; JSON has timm's names. */
public enum GlobalPool {
    /** The mean of each channel over height and width. */
    @JsonProperty("avg")
    AVG {
        @Override
        Layer layer() {
            return new GlobalAveragePool();
        }
    },
    /** The largest value of each channel. */
    @JsonProperty("max")
    MAX {
        @Override
        Layer layer() {
            return new GlobalMaxPool();
        }
    },
    /** The mean of both. */
    @JsonProperty("avgmax")
    AVGMAX {
        @Override
        Layer layer() {
            return new GlobalAverageMaxPool();
        }
    },
    /** None: what follows is done for every pixel, and the output is a map. */
    @JsonProperty("")
    NONE {
        @Override
        Layer layer() {
            return new Identity();
        }
    };

    abstract Layer layer();
}
