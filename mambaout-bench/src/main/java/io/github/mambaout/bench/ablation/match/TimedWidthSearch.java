package io.github.mambaout.bench.ablation.match;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Finds the widths at which a twin takes as much time as the control. A time takes seconds to measure and is never the same
 * twice, so few widths are tried: proportional ones, rounded to multiples of 8, then 4, 2 and 1 where those are too coarse.
 */
final class TimedWidthSearch {
    /** Widths measured at each granularity. */
    private static final int TRIALS = 5;

    private final ToDoubleFunction<List<Integer>> share;
    private final double tolerance;

    /**
     * @param share measures the twin's time with given widths, as a multiple of the control's
     * @param tolerance how far it may be from 1, for instance 0.05
     */
    TimedWidthSearch(ToDoubleFunction<List<Integer>> share, double tolerance) {
        this.share = share;
        this.tolerance = tolerance;
    }

    /**
     * @param start widths of each stage to begin with, whose proportions are kept as far as possible
     * @return widths with a time within the tolerance; the nearest that were tried if none is
     */
    TwinWidths find(List<Integer> start) {
        TwinWidths nearest = at(start);
        Set<List<Integer>> tried = new HashSet<>(Set.of(start));
        Bracket bracket = new Bracket(0, Double.POSITIVE_INFINITY, 1).narrowed(nearest.share());
        for (int granularity : WidthSearch.GRANULARITIES) {
            for (int trial = 0; trial < TRIALS && nearest.error() > tolerance; trial++) {
                List<Integer> widths = new ScaledWidths(start, bracket.scale()).rounded(granularity);
                if (!tried.add(widths)) {
                    break;
                }
                TwinWidths latest = at(widths);
                nearest = nearest.orNearer(latest);
                bracket = bracket.narrowed(latest.share());
            }
        }
        return nearest;
    }

    private TwinWidths at(List<Integer> widths) {
        return new TwinWidths(widths, share.applyAsDouble(widths));
    }

    /**
     * Where the factor to all widths lies.
     *
     * @param low too narrow
     * @param high too wide
     * @param scale to be tried next
     */
    private record Bracket(double low, double high, double scale) {
        /**
         * Most of the work of a network grows with the square of its widths, which tells what to try next; where that is known
         * to be too much or too little, the middle is.
         */
        Bracket narrowed(double share) {
            double below = share < 1 ? scale : low;
            double above = share > 1 ? scale : high;
            double next = scale / Math.sqrt(share);
            boolean inside = next > below && next < above;
            return new Bracket(below, above, inside ? next : Math.sqrt(below * above));
        }
    }
}
