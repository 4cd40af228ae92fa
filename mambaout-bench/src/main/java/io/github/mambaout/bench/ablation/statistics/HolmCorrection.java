package io.github.mambaout.bench.ablation.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The step-down correction of Holm (1979) for several tests at once; it assumes nothing about how they depend. */
public final class HolmCorrection {
    private HolmCorrection() {}

    /**
     * @param pValues of all tests that belong together, each from 0 to 1
     * @return as many, in the same order: each one to be held against the level as if it were the only test
     */
    public static List<Double> adjusted(List<Double> pValues) {
        for (double p : pValues) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("A p-value lies between 0 and 1, but is " + p);
            }
        }
        int count = pValues.size();
        List<Integer> ascending = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing(pValues::get))
                .toList();
        Double[] adjusted = new Double[count];
        double highest = 0;
        for (int rank = 0; rank < count; rank++) {
            int test = ascending.get(rank);
            highest = Math.max(highest, Math.min(1, (count - rank) * pValues.get(test)));
            adjusted[test] = highest;
        }
        return List.of(adjusted);
    }
}
