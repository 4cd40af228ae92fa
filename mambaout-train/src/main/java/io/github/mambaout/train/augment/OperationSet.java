package io.github.mambaout.train.augment;

import io.github.mambaout.layer.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What RandAugment draws from. Without weights each draw takes any of the operations; with weights, none is taken twice for
 * one picture (timm's {@code rand_augment_choices} and {@code RandAugment}).
 *
 * @param operations at least one
 * @param weights of each operation, at least 0, on any scale; empty for even chances
 */
public record OperationSet(List<RandAugmentOperation> operations, List<Double> weights) {
    /** Checks and copies the lists. */
    public OperationSet {
        operations = List.copyOf(operations);
        weights = List.copyOf(weights);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("RandAugment needs at least one operation to draw from");
        }
        if (!weights.isEmpty() && weights.size() != operations.size()) {
            throw new IllegalArgumentException("RandAugment needs a weight for each of its " + operations.size()
                    + " operations, but has " + weights.size());
        }
        if (!weights.stream().allMatch(weight -> weight >= 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException("RandAugment's weights must be at least 0, but are " + weights);
        }
    }

    /** @return the 15 of the paper, as timm has them by default */
    static OperationSet standard() {
        return even(
                RandAugmentOperation.AUTO_CONTRAST,
                RandAugmentOperation.EQUALIZE,
                RandAugmentOperation.INVERT,
                RandAugmentOperation.ROTATE,
                RandAugmentOperation.POSTERIZE,
                RandAugmentOperation.SOLARIZE,
                RandAugmentOperation.SOLARIZE_ADD,
                RandAugmentOperation.COLOR,
                RandAugmentOperation.CONTRAST,
                RandAugmentOperation.BRIGHTNESS,
                RandAugmentOperation.SHARPNESS,
                RandAugmentOperation.SHEAR_X,
                RandAugmentOperation.SHEAR_Y,
                RandAugmentOperation.TRANSLATE_X_RELATIVE,
                RandAugmentOperation.TRANSLATE_Y_RELATIVE);
    }

    /** @return the same 15, but all growing stronger with the magnitude ({@code inc1}) */
    static OperationSet increasing() {
        return standard().grown();
    }

    /** @return timm's {@code t3a}: the three of DeiT III */
    static OperationSet threeAugment() {
        return even(
                RandAugmentOperation.SOLARIZE_INCREASING,
                RandAugmentOperation.DESATURATE,
                RandAugmentOperation.GAUSSIAN_BLUR);
    }

    /** @return timm's {@code t3aw}: those three often, others seldom */
    static OperationSet weightedThreeAugment() {
        return new Weighting()
                .add(6, RandAugmentOperation.SOLARIZE_INCREASING)
                .add(6, RandAugmentOperation.DESATURATE)
                .add(6, RandAugmentOperation.GAUSSIAN_BLUR)
                .add(3, RandAugmentOperation.ROTATE)
                .add(2, RandAugmentOperation.SHEAR_X, RandAugmentOperation.SHEAR_Y)
                .add(
                        1,
                        RandAugmentOperation.POSTERIZE_INCREASING,
                        RandAugmentOperation.AUTO_CONTRAST,
                        RandAugmentOperation.COLOR_INCREASING,
                        RandAugmentOperation.SHARPNESS_INCREASING,
                        RandAugmentOperation.CONTRAST_INCREASING,
                        RandAugmentOperation.BRIGHTNESS_INCREASING,
                        RandAugmentOperation.EQUALIZE,
                        RandAugmentOperation.INVERT)
                .set();
    }

    /** @return timm's {@code tweights}: mostly moving, seldom recolouring */
    static OperationSet weighted() {
        return new Weighting()
                .add(3, RandAugmentOperation.ROTATE)
                .add(2, RandAugmentOperation.SHEAR_X, RandAugmentOperation.SHEAR_Y)
                .add(1, RandAugmentOperation.TRANSLATE_X_RELATIVE, RandAugmentOperation.TRANSLATE_Y_RELATIVE)
                .add(
                        0.25,
                        RandAugmentOperation.COLOR_INCREASING,
                        RandAugmentOperation.SHARPNESS_INCREASING,
                        RandAugmentOperation.AUTO_CONTRAST)
                .add(
                        0.05,
                        RandAugmentOperation.SOLARIZE_INCREASING,
                        RandAugmentOperation.SOLARIZE_ADD,
                        RandAugmentOperation.CONTRAST_INCREASING,
                        RandAugmentOperation.BRIGHTNESS_INCREASING,
                        RandAugmentOperation.EQUALIZE,
                        RandAugmentOperation.POSTERIZE_INCREASING,
                        RandAugmentOperation.INVERT)
                .set();
    }

    /** @return {@code w0} of former releases of timm, whose operations are the papers' */
    static OperationSet formerlyWeighted() {
        return new Weighting()
                .add(0.3, RandAugmentOperation.ROTATE)
                .add(0.2, RandAugmentOperation.SHEAR_X, RandAugmentOperation.SHEAR_Y)
                .add(0.1, RandAugmentOperation.TRANSLATE_X_RELATIVE, RandAugmentOperation.TRANSLATE_Y_RELATIVE)
                .add(
                        0.025,
                        RandAugmentOperation.COLOR,
                        RandAugmentOperation.SHARPNESS,
                        RandAugmentOperation.AUTO_CONTRAST)
                .add(
                        0.005,
                        RandAugmentOperation.SOLARIZE,
                        RandAugmentOperation.SOLARIZE_ADD,
                        RandAugmentOperation.CONTRAST,
                        RandAugmentOperation.BRIGHTNESS,
                        RandAugmentOperation.EQUALIZE)
                .set();
    }

    private static OperationSet even(RandAugmentOperation... operations) {
        return new OperationSet(List.of(operations), List.of());
    }

    /** Collects operations that share a weight. */
    private static final class Weighting {
        private final List<RandAugmentOperation> operations = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();

        Weighting add(double weight, RandAugmentOperation... some) {
            operations.addAll(Arrays.asList(some));
            weights.addAll(Collections.nCopies(some.length, weight));
            return this;
        }

        OperationSet set() {
            return new OperationSet(operations, weights);
        }
    }

    /** @return the same with each operation's increasing namesake in its place, if it has one */
    OperationSet grown() {
        return new OperationSet(
                operations.stream().map(RandAugmentOperation::increasing).toList(), weights);
    }

    /** @return how many operations one picture can be given at most */
    long mostForOnePicture() {
        return weights.isEmpty()
                ? Long.MAX_VALUE
                : weights.stream().filter(weight -> weight > 0).count();
    }

    /**
     * @param count how many, at most {@link #mostForOnePicture()}
     * @param draws numbers of this sample's choice
     * @return the drawn operations in the order of their use
     */
    List<RandAugmentOperation> draw(int count, Randomness draws) {
        List<RandAugmentOperation> drawn = new ArrayList<>(count);
        double[] left = weights.stream().mapToDouble(Double::doubleValue).toArray();
        for (int i = 0; i < count; i++) {
            int index;
            if (left.length == 0) {
                index = draws.below(i, operations.size());
            } else {
                index = indexAt(left, draws.uniform(i));
                left[index] = 0;
            }
            drawn.add(operations.get(index));
        }
        return drawn;
    }

    /** @return the index whose share of the sum of weights holds {@code share} of it */
    private static int indexAt(double[] weights, double share) {
        double rest = share * Arrays.stream(weights).sum();
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                if (rest < weights[i]) {
                    break;
                }
                rest -= weights[i];
            }
        }
        return last;
    }
}
