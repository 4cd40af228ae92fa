package io.github.mambaout.model;

/**
 * The map that a stage ends with (an entry of timm's {@code feature_info}).
 *
 * @param index index of the stage, from 0
 * @param numChs channels of the map
 * @param reduction pixels of the picture for each pixel of the map along one side; sides are rounded up at every halving
 */
public record FeatureInfo(int index, int numChs, int reduction) {
    /** Both convolutions of the stem halve height and width. */
    static final int STEM_REDUCTION = 4;

    /** @return timm's name of the stage, for instance {@code stages.2} */
    public String module() {
        return "stages." + index;
    }
}
