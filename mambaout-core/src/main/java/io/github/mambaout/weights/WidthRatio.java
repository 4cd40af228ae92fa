package io.github.mambaout.weights;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Finds the ratio that a network's widths were made with: those of stage i are {@code (int) (ratio · dims[i])}, so that many
 * ratios give the same widths and any of them gives the same network.
 */
final class WidthRatio {
    /** Ratios that people write down have small denominators. */
    private static final int LARGEST_DENOMINATOR = 1024;

    private WidthRatio() {}

    /**
     * @param dims channels of each stage
     * @param widths widths of each stage
     * @param known ratios to try first, in this order
     * @return the first of them that gives these widths, or else the fraction with the smallest denominator that does;
     *     empty if none does
     */
    static OptionalDouble of(List<Integer> dims, List<Integer> widths, List<Double> known) {
        DoubleStream fractions = IntStream.rangeClosed(1, LARGEST_DENOMINATOR)
                .mapToDouble(denominator -> smallestNumerator(dims, widths, denominator) / denominator);
        return DoubleStream.concat(known.stream().mapToDouble(Double::doubleValue), fractions)
                .filter(ratio -> fits(dims, widths, ratio))
                .findFirst();
    }

    private static double smallestNumerator(List<Integer> dims, List<Integer> widths, int denominator) {
        return IntStream.range(0, dims.size())
                .mapToDouble(i -> Math.ceil((double) widths.get(i) * denominator / dims.get(i)))
                .max()
                .orElseThrow();
    }

    private static boolean fits(List<Integer> dims, List<Integer> widths, double ratio) {
        return IntStream.range(0, dims.size()).allMatch(i -> (int) (ratio * dims.get(i)) == widths.get(i));
    }
}
