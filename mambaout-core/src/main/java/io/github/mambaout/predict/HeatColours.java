package io.github.mambaout.predict;

/**
 * Colours of growing lightness from black over purple and orange to light yellow, in which equal steps look equal (the map
 * "inferno" of Matplotlib, CC0, at nine points with straight lines between them). Readable without colour vision, too.
 */
final class HeatColours {
    private static final int[] POINTS = {
        0x000004, 0x1f0c48, 0x550f6d, 0x88226a, 0xba3655, 0xe35933, 0xf98c0a, 0xf9c932, 0xfcffa4
    };
    private static final int BYTE = 0xFF;

    private HeatColours() {}

    /**
     * @param heat 0 to 1
     * @param channel 0 red, 1 green, 2 blue
     * @return the colour's value, 0 to 255
     */
    static double of(double heat, int channel) {
        double position = heat * (POINTS.length - 1);
        int below = Math.min((int) position, POINTS.length - 2);
        double share = position - below;
        return (1 - share) * value(below, channel) + share * value(below + 1, channel);
    }

    private static int value(int point, int channel) {
        return POINTS[point] >> Byte.SIZE * (2 - channel) & BYTE;
    }
}
