package io.github.mambaout.train.augment;

import io.github.mambaout.image.Box;
import io.github.mambaout.layer.Randomness;
import java.util.Optional;

/**
 * A part of a picture whose area is drawn evenly and whose aspect is drawn evenly on a logarithmic scale.
 *
 * @param area share of the picture, above 0 and at most 1
 * @param aspect width through height, above 0
 * @param attempts how often one is drawn at most, at least 1
 */
record RandomBox(Range area, Range aspect, int attempts) {
    /** timm's number of attempts. */
    static final int USUAL_ATTEMPTS = 10;

    private static final int DRAWS_OF_AN_ATTEMPT = 4;

    /** Checks the values. */
    RandomBox {
        if (!(area.low() > 0 && area.high() <= 1)) {
            throw new IllegalArgumentException(
                    "The area of a random box is a share of the picture, above 0 and at most 1, but " + "goes from "
                            + area.low() + " to " + area.high());
        }
        if (!(aspect.low() > 0)) {
            throw new IllegalArgumentException(
                    "The aspect of a random box is above 0, but goes from " + aspect.low() + " to " + aspect.high());
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("A random box needs at least 1 attempt, not " + attempts);
        }
    }

    /**
     * @param width columns of the picture
     * @param height rows of the picture
     * @param part factor of the area
     * @param spare rows and columns that must be left over
     * @param draws numbers of this box
     * @return the first box that fits, at any place as likely as at another; empty if none of them does
     */
    Optional<Box> draw(int width, int height, double part, int spare, Randomness draws) {
        for (int attempt = 0; attempt < attempts; attempt++) {
            int draw = attempt * DRAWS_OF_AN_ATTEMPT;
            double pixels = area.at(draws.uniform(draw)) * part * width * height;
            double ratio = aspect.atLogarithmic(draws.uniform(draw + 1));
            int columns = (int) Math.rint(Math.sqrt(pixels * ratio));
            int rows = (int) Math.rint(Math.sqrt(pixels / ratio));
            if (columns > 0 && rows > 0 && columns <= width - spare && rows <= height - spare) {
                int y = draws.below(draw + 2, height - rows + 1);
                int x = draws.below(draw + 3, width - columns + 1);
                return Optional.of(new Box(x, y, columns, rows));
            }
        }
        return Optional.empty();
    }
}
