package io.github.mambaout.image;

/** How a camera was held, by the numbers 1 to 8 of EXIF: what must be done to a stored picture to see it upright. */
enum Orientation {
    UPRIGHT,
    MIRRORED,
    UPSIDE_DOWN,
    MIRRORED_UPSIDE_DOWN,
    TRANSPOSED,
    TURN_RIGHT,
    TRANSVERSED,
    TURN_LEFT;

    /**
     * @param number EXIF's number
     * @return the orientation; upright for numbers outside 1 to 8
     */
    static Orientation of(int number) {
        return number < 1 || number > values().length ? UPRIGHT : values()[number - 1];
    }

    private boolean exchangesSides() {
        return ordinal() >= TRANSPOSED.ordinal();
    }

    Picture apply(Picture stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int lastColumn = stored.width() - 1;
        int lastRow = stored.height() - 1;
        int width = exchangesSides() ? stored.height() : stored.width();
        int height = exchangesSides() ? stored.width() : stored.height();
        byte[] from = stored.rgb();
        byte[] upright = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = switch (this) {
                    case UPRIGHT, MIRRORED_UPSIDE_DOWN -> x;
                    case MIRRORED, UPSIDE_DOWN -> lastColumn - x;
                    case TRANSPOSED, TURN_RIGHT -> y;
                    case TRANSVERSED, TURN_LEFT -> lastColumn - y;
                };
                int row = switch (this) {
                    case UPRIGHT, MIRRORED -> y;
                    case UPSIDE_DOWN, MIRRORED_UPSIDE_DOWN -> lastRow - y;
                    case TRANSPOSED, TURN_LEFT -> x;
                    case TURN_RIGHT, TRANSVERSED -> lastRow - x;
                };
                System.arraycopy(
                        from,
                        (row * stored.width() + column) * Picture.CHANNELS,
                        upright,
                        (y * width + x) * Picture.CHANNELS,
                        Picture.CHANNELS);
            }
        }
        return Picture.of(width, height, upright);
    }
}
