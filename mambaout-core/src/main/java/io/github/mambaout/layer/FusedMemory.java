package io.github.mambaout.layer;

/** Room that the stages of a plan use one after the other. Stages ask for it in any order; the largest counts. */
final class FusedMemory {
    private float[] normed = {};
    private float[] hidden = {};

    /** @return room for the normalised map of a stage */
    float[] normed(int floats) {
        if (normed.length < floats) {
            normed = new float[floats];
        }
        return normed;
    }

    /** @return room for what is behind the gate of a stage */
    float[] hidden(int floats) {
        if (hidden.length < floats) {
            hidden = new float[floats];
        }
        return hidden;
    }
}
