package io.github.mambaout.image;

import java.util.List;

/**
 * A colour.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Rgb(int red, int green, int blue) {
    /** No light at all. */
    public static final Rgb BLACK = new Rgb(0, 0, 0);

    private static final int BRIGHTEST = 255;

    /** Checks the levels. */
    public Rgb {
        if (Math.min(red, Math.min(green, blue)) < 0 || Math.max(red, Math.max(green, blue)) > BRIGHTEST) {
            throw new IllegalArgumentException("The levels of a colour lie between 0 and 255, but " + red + ", " + green
                    + ", " + blue + " were given");
        }
    }

    /**
     * The level that a mean of normalisation stands for, as timm fills the outside of training pictures.
     *
     * @param mean of each channel, on the scale 0 to 1; three channels, or one for grey
     * @return the nearest colour, halves rounded to even
     */
    public static Rgb ofMean(List<Double> mean) {
        if (mean.size() != 1 && mean.size() != Picture.CHANNELS) {
            throw new IllegalArgumentException("A colour has one or three channels, but the mean has " + mean.size());
        }
        return new Rgb(level(mean.get(0)), level(mean.get(mean.size() / 2)), level(mean.get(mean.size() - 1)));
    }

    private static int level(double share) {
        return (int) Math.max(0, Math.min(BRIGHTEST, Math.rint(BRIGHTEST * share)));
    }
}
