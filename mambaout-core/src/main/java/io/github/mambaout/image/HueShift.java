package io.github.mambaout.image;

/**
 * Turns the hue of every pixel, as torchvision's {@code adjust_hue} does on Pillow's 8-bit HSV, bit for bit. Hue and saturation
 * are rounded down to 8 bits on the way, so that even a turn by nothing changes pixels.
 */
public final class HueShift {
    private static final int CHANNELS = Picture.CHANNELS;
    private static final double HUES = 255;
    private static final int SECTORS = 6;

    private HueShift() {}

    /**
     * @param picture any picture
     * @param turns share of a full turn, from -0.5 to 0.5
     * @return the changed picture
     */
    public static Picture apply(Picture picture, double turns) {
        if (!(turns >= -0.5 && turns <= 0.5)) {
            throw new IllegalArgumentException("A hue is shifted by -0.5 to 0.5 of a turn, not by " + turns);
        }
        int shift = (int) (turns * HUES);
        byte[] rgb = picture.rgb();
        byte[] shifted = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i += CHANNELS) {
            int red = rgb[i] & 0xFF;
            int green = rgb[i + 1] & 0xFF;
            int blue = rgb[i + 2] & 0xFF;
            int value = Math.max(red, Math.max(green, blue));
            int range = value - Math.min(red, Math.min(green, blue));
            int hue = hue(red, green, blue, value, range) + shift & 0xFF;
            putHsv(shifted, i, hue, saturation(value, range), value);
        }
        return Picture.of(picture.width(), picture.height(), shifted);
    }

    private static int saturation(int value, int range) {
        return range == 0 ? 0 : (int) ((float) range / value * 255.0);
    }

    private static int hue(int red, int green, int blue, int value, int range) {
        if (range == 0) {
            return 0;
        }
        float redGap = (float) (value - red) / range;
        float greenGap = (float) (value - green) / range;
        float blueGap = (float) (value - blue) / range;
        float sector;
        if (red == value) {
            sector = blueGap - greenGap;
        } else if (green == value) {
            sector = (float) (2.0 + redGap - blueGap);
        } else {
            sector = (float) (4.0 + greenGap - redGap);
        }
        float turn = (float) ((sector / 6.0 + 1.0) % 1.0);
        return (int) (turn * HUES);
    }

    private static void putHsv(byte[] rgb, int at, int hue, int saturation, int value) {
        if (saturation == 0) {
            put(rgb, at, value, value, value);
            return;
        }
        int sector = (int) (hue * 6.0 / HUES);
        float within = (float) (hue * 6.0 / HUES - sector);
        float share = (float) (saturation / 255.0);
        int lowest = rounded(value * (1.0 - share));
        int falling = rounded(value * (1.0 - share * within));
        int rising = rounded(value * (1.0 - share * (1.0 - within)));
        switch (sector % SECTORS) {
            case 0 -> put(rgb, at, value, rising, lowest);
            case 1 -> put(rgb, at, falling, value, lowest);
            case 2 -> put(rgb, at, lowest, value, rising);
            case 3 -> put(rgb, at, lowest, falling, value);
            case 4 -> put(rgb, at, rising, lowest, value);
            default -> put(rgb, at, value, lowest, falling);
        }
    }

    private static int rounded(double level) {
        return (int) (level + 0.5);
    }

    private static void put(byte[] rgb, int at, int red, int green, int blue) {
        rgb[at] = (byte) red;
        rgb[at + 1] = (byte) green;
        rgb[at + 2] = (byte) blue;
    }
}
