package io.github.mambaout.bench.ablation.match;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The widths of a network times a factor, and whole numbers near them.
 *
 * @param widths channels of each stage
 * @param scale the factor
 */
record ScaledWidths(List<Integer> widths, double scale) {
    /** Twins of a study should look alike: no stage is further from the proportional width than this factor. */
    private static final double FURTHEST = Math.log(1.15);

    /** What a network can have at least. */
    private static final int NARROWEST = 2;

    /** Multiples of the granularity looked at to each side of the proportional width. */
    private static final int NEIGHBOURS = 2;

    /**
     * @param granularity what widths are multiples of
     * @return the nearest such widths
     */
    List<Integer> rounded(int granularity) {
        return widths.stream()
                .map(width -> Math.max(
                        Math.max(granularity, NARROWEST), granularity * (int) Math.round(scale * width / granularity)))
                .toList();
    }

    /**
     * @param granularity what widths are multiples of
     * @return the combinations near the proportional widths, the nearest first
     */
    List<List<Integer>> near(int granularity) {
        List<List<Integer>> combinations = List.of(List.of());
        for (int width : widths) {
            List<Integer> choices = choices(scale * width, granularity);
            combinations = combinations.stream()
                    .flatMap(begun -> choices.stream().map(choice -> with(begun, choice)))
                    .toList();
        }
        return combinations.stream()
                .sorted(Comparator.comparingDouble(this::distance))
                .toList();
    }

    private static List<Integer> choices(double proportional, int granularity) {
        List<Integer> choices = new ArrayList<>();
        int below = (int) (proportional / granularity);
        for (int multiple = below - NEIGHBOURS + 1; multiple <= below + NEIGHBOURS; multiple++) {
            int width = multiple * granularity;
            if (width >= NARROWEST && Math.abs(Math.log(width / proportional)) <= FURTHEST) {
                choices.add(width);
            }
        }
        return choices;
    }

    private static List<Integer> with(List<Integer> begun, int choice) {
        List<Integer> longer = new ArrayList<>(begun);
        longer.add(choice);
        return List.copyOf(longer);
    }

    /** Sum of the squared logarithms of what each stage is too wide or too narrow by. */
    private double distance(List<Integer> chosen) {
        double sum = 0;
        for (int stage = 0; stage < widths.size(); stage++) {
            double logarithm = Math.log(chosen.get(stage) / (scale * widths.get(stage)));
            sum += logarithm * logarithm;
        }
        return sum;
    }
}
