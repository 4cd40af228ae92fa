package io.github.mambaout.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How pixels between pixels are found; the filters of Pillow. */
public enum Interpolation {
    /** A triangle, 1 pixel to either side. */
    @JsonProperty("bilinear")
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    },
    /** A cubic with {@code a = -0.5}, 2 pixels to either side. */
    @JsonProperty("bicubic")
    BICUBIC(2) {
        private static final double A = -0.5;

        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((A + 2) * x - (A + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
        }
    };

    private final int support;

    Interpolation(int support) {
        this.support = support;
    }

    /** @return the distance in pixels at which a neighbour's weight has become 0, when not shrinking */
    int support() {
        return support;
    }

    abstract double weight(double distance);
}
