package io.github.mambaout.image;

/** Mixes a level with one of a duller picture, as Pillow's {@code Image.blend} does: in 32-bit floats, truncated. */
final class Blend {
    private Blend() {}

    /**
     * @param dull level of the duller picture
     * @param original level of the picture
     * @param factor 0 for the duller picture, 1 for the picture, more to go away from the duller one
     * @return the mixture, from 0 to 255
     */
    static int level(int dull, int original, float factor) {
        int level = (int) (dull + factor * (original - dull));
        return Math.max(0, Math.min(255, level));
    }
}
