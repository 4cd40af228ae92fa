package io.github.mambaout.train.augment;

import io.github.mambaout.image.Box;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * Erases boxes of a normalised input (Zhong et al., timm's {@code RandomErasing}). A box's area is drawn evenly, its aspect evenly on
 * a logarithmic scale; one that doesn't fit is drawn again, and after some attempts left out.
 *
 * @param probability how often an input is changed at all, from 0 to 1
 * @param mode what takes the place
 * @param area share of the input's area that all boxes together take, above 0 and at most 1
 * @param aspect width of a box through its height; timm's range is the same for its inverse
 * @param fewest boxes of an input, at least 1
 * @param most boxes of an input; each number from {@code fewest} on is as likely
 * @param attempts how often a box is drawn at most, at least 1
 */
public record RandomErasing(
        double probability, ErasingMode mode, Range area, Range aspect, int fewest, int most, int attempts)
        implements InputAugmentation {
    static final Range USUAL_AREA = new Range(0.02, 1.0 / 3);
    static final Range USUAL_ASPECT = new Range(0.3, 1 / 0.3);

    /** Checks the values. */
    public RandomErasing {
        Probability.check("erasing", probability);
        new RandomBox(area, aspect, attempts);
        if (fewest < 1 || most < fewest) {
            throw new IllegalArgumentException(
                    "Random erasing needs at least 1 box and no fewer at most than at least, not " + fewest + " to "
                            + most);
        }
    }

    /**
     * timm's defaults: area 0.02 to 1/3, aspect 0.3 to 1/0.3, ten attempts.
     *
     * @param probability how often an input is changed at all
     * @param mode what takes the place
     * @param most boxes of an input, from 1 on
     * @return the erasing
     */
    public static RandomErasing usual(double probability, ErasingMode mode, int most) {
        return new RandomErasing(probability, mode, USUAL_AREA, USUAL_ASPECT, 1, most, RandomBox.USUAL_ATTEMPTS);
    }

    @Override
    public void apply(Tensor batch, int place, Randomness random) {
        Randomness draws = random.at("erasing");
        if (draws.uniform(0) >= probability) {
            return;
        }
        int count = fewest + draws.below(1, most - fewest + 1);
        RandomBox boxes = new RandomBox(area, aspect, attempts);
        for (int i = 0; i < count; i++) {
            Randomness own = draws.at(i);
            // A box never takes a whole row or column, as in timm.
            boxes.draw(batch.shape().size(2), batch.shape().size(1), 1.0 / count, 1, own)
                    .ifPresent(box -> fill(batch, place, box, own.at("values")));
        }
    }

    private void fill(Tensor batch, int place, Box box, Randomness draws) {
        Shape shape = batch.shape();
        int channels = shape.size(3);
        float[] line = new float[box.width() * channels];
        // A stream of its own for each box, as its numbers are many: it depends on the key alone, and so do they.
        SplittableRandom stream = new SplittableRandom(draws.bits(0));
        if (mode == ErasingMode.COLOR) {
            for (int i = 0; i < line.length; i++) {
                line[i] = i < channels ? (float) stream.nextGaussian() : line[i - channels];
            }
        }
        for (int y = box.y(); y < box.y() + box.height(); y++) {
            if (mode == ErasingMode.PIXEL) {
                for (int i = 0; i < line.length; i++) {
                    line[i] = (float) stream.nextGaussian();
                }
            }
            batch.data().put(((place * shape.size(1) + y) * shape.size(2) + box.x()) * channels, line);
        }
    }
}
