package io.github.mambaout.train.augment;

import io.github.mambaout.image.Box;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Resize;
import io.github.mambaout.layer.Randomness;

/**
 * Resizes a random part of a picture to the network's input (timm's {@code RandomResizedCropAndInterpolation}). The part's area
 * is drawn evenly, its aspect evenly on a logarithmic scale; what doesn't fit is drawn again, ten times at most, and then the
 * middle is taken, as large as the aspects allow.
 *
 * @param height rows of the result, at least 1
 * @param width columns of the result, at least 1
 * @param area share of the picture's area, above 0 and at most 1
 * @param aspect width of the part through its height
 * @param filter how the part is resized
 */
public record RandomResizedCrop(int height, int width, Range area, Range aspect, TrainingFilter filter)
        implements Augmentation {
    /** Checks the values. */
    public RandomResizedCrop {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "A random crop needs a result of at least 1x1 pixels, not " + height + "x" + width);
        }
        box(area, aspect);
    }

    @Override
    public Picture apply(Picture picture, Randomness random) {
        Randomness draws = random.at("crop");
        Interpolation interpolation = filter.resizing(draws);
        Box part = part(picture.width(), picture.height(), draws);
        return Resize.resize(picture, part, width, height, interpolation, Box.whole(width, height));
    }

    /**
     * @param width columns of a picture
     * @param height rows of it
     * @param draws numbers of this sample's crop
     * @return the part of the picture to take
     */
    Box part(int width, int height, Randomness draws) {
        return box(area, aspect).draw(width, height, 1, 0, draws).orElseGet(() -> middle(width, height));
    }

    private static RandomBox box(Range area, Range aspect) {
        return new RandomBox(area, aspect, RandomBox.USUAL_ATTEMPTS);
    }

    private Box middle(int width, int height) {
        double ratio = (double) width / height;
        int columns = width;
        int rows = height;
        if (ratio < aspect.low()) {
            rows = Math.min(height, Math.max(1, (int) Math.rint(width / aspect.low())));
        } else if (ratio > aspect.high()) {
            columns = Math.min(width, Math.max(1, (int) Math.rint(height * aspect.high())));
        }
        return new Box((width - columns) / 2, (height - rows) / 2, columns, rows);
    }
}
