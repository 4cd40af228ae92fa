package io.github.mambaout.train.augment;

import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * Erases boxes of a normalised input (Zhong et al., timm's {@code RandomErasing}). A box's area is drawn evenly, its aspect evenly on
 * a logarithmic scale; one that doesn't fit is drawn again, ten times at most, and then left out.
 *
 * @param probability how often an input is changed at all, from 0 to 1
 * @param mode what takes the place
 * @param area share of the input's area that all boxes together take, above 0 and at most 1
 * @param aspect height of a box through its width
 * @param fewest boxes of an input, at least 1
 * @param most boxes of an input; each number from {@code fewest} on is as likely
 */
public record RandomErasing(double probability, ErasingMode mode, Range area, Range aspect, int fewest, int most)
        implements InputAugmentation {
    private static final Range USUAL_AREA = new Range(0.02, 1.0 / 3);
    private static final Range USUAL_ASPECT = new Range(0.3, 1 / 0.3);
    private static final int ATTEMPTS = 10;
    private static final int DRAWS_OF_AN_ATTEMPT = 4;

    /** Checks the values. */
    public RandomErasing {
        Probability.check("erasing", probability);
        area.positive("The area of random erasing");
        aspect.positive("The aspect of random erasing");
        if (area.high() > 1) {
            throw new IllegalArgumentException(
                    "The area of random erasing is a share of the input, at most 1, but reaches to " + area.high());
        }
        if (fewest < 1 || most < fewest) {
            throw new IllegalArgumentException("Random erasing needs at least 1 box and no fewer at most than at least, not "
                    + fewest + " to " + most);
        }
    }

    /**
     * timm's defaults: area 0.02 to 1/3, aspect 0.3 to 1/0.3.
     *
     * @param probability how often an input is changed at all
     * @param mode what takes the place
     * @param most boxes of an input, from 1 on
     * @return the erasing
     */
    public static RandomErasing usual(double probability, ErasingMode mode, int most) {
        return new RandomErasing(probability, mode, USUAL_AREA, USUAL_ASPECT, 1, most);
    }

    @Override
    public void apply(Tensor batch, int place, Randomness random) {
        Randomness draws = random.at("erasing");
        if (draws.uniform(0) >= probability) {
            return;
        }
        int count = fewest + draws.below(1, most - fewest + 1);
        for (int i = 0; i < count; i++) {
            eraseBox(batch, place, count, draws.at(i));
        }
    }

    private void eraseBox(Tensor batch, int place, int count, Randomness draws) {
        int height = batch.shape().size(1);
        int width = batch.shape().size(2);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int draw = attempt * DRAWS_OF_AN_ATTEMPT;
            double pixels = area.at(draws.uniform(draw)) * height * width / count;
            double ratio = aspect.atLogarithmic(draws.uniform(draw + 1));
            int rows = (int) Math.rint(Math.sqrt(pixels * ratio));
            int columns = (int) Math.rint(Math.sqrt(pixels / ratio));
            if (rows < height && columns < width) {
                int top = draws.below(draw + 2, height - rows + 1);
                int left = draws.below(draw + 3, width - columns + 1);
                fill(batch, place, top, left, rows, columns, draws.at("values"));
                return;
            }
        }
    }

    private void fill(Tensor batch, int place, int top, int left, int rows, int columns, Randomness draws) {
        Shape shape = batch.shape();
        int channels = shape.size(3);
        float[] line = new float[columns * channels];
        // A stream of its own for each box, as its numbers are many: it depends on the key alone, and so do they.
        SplittableRandom stream = new SplittableRandom(draws.bits(0));
        if (mode == ErasingMode.COLOR) {
            for (int i = 0; i < line.length; i++) {
                line[i] = i < channels ? (float) stream.nextGaussian() : line[i - channels];
            }
        }
        for (int y = top; y < top + rows; y++) {
            if (mode == ErasingMode.PIXEL) {
                for (int i = 0; i < line.length; i++) {
                    line[i] = (float) stream.nextGaussian();
                }
            }
            batch.data().put(((place * shape.size(1) + y) * shape.size(2) + left) * channels, line);
        }
    }
}
