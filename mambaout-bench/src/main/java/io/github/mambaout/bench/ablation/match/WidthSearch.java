package io.github.mambaout.bench.ablation.match;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finds the widths at which a twin costs as much as the control, for costs that are quick to know and grow with the widths.
 *
 * <p>All stages are scaled alike until the costs agree; that gives the proportional widths, which are no whole numbers. Then
 * multiples of 8 near them are tried, those nearest to proportional first, until the cost is within the tolerance; if none is,
 * multiples of 4, of 2, and any number. Multiples of 8 suit the lanes of the kernels and the heads of the mixers. Widths that
 * agree already are left as they are. The outcome depends on nothing but the arguments.
 */
public final class WidthSearch {
    /** What widths are multiples of, the first that will do. */
    static final List<Integer> GRANULARITIES = List.of(8, 4, 2, 1);

    private static final double LARGEST_FACTOR = 64;
    /** A finer factor than this changes the order of a few combinations at most. */
    private static final double FINEST = 1.001;
    /** Of a network with many stages, more combinations would take minutes to count. */
    private static final int MOST_COMBINATIONS = 500;

    private final ToDoubleFunction<List<Integer>> share;
    private final double tolerance;

    /**
     * @param share the twin's cost with given widths, as a multiple of the control's
     * @param tolerance how far it may be from 1, for instance 0.01
     */
    public WidthSearch(ToDoubleFunction<List<Integer>> share, double tolerance) {
        this.share = share;
        this.tolerance = tolerance;
    }

    /**
     * @param start widths of each stage to begin with, whose proportions are kept as far as possible
     * @return widths with a cost within the tolerance; the nearest that were tried if none is
     */
    public TwinWidths find(List<Integer> start) {
        TwinWidths nearest = at(start);
        if (nearest.error() <= tolerance) {
            return nearest;
        }
        ScaledWidths proportional = new ScaledWidths(start, scale(start));
        for (int granularity : GRANULARITIES) {
            for (List<Integer> widths : proportional.near(granularity).stream()
                    .limit(MOST_COMBINATIONS)
                    .toList()) {
                nearest = nearest.orNearer(at(widths));
                if (nearest.error() <= tolerance) {
                    return nearest;
                }
            }
        }
        return nearest;
    }

    private TwinWidths at(List<Integer> widths) {
        return new TwinWidths(widths, share.applyAsDouble(widths));
    }

    /** The factor to all widths at which the costs agree, by halving the interval in which it lies. */
    private double scale(List<Integer> start) {
        double low = 1;
        double high = 1;
        while (low > 1 / LARGEST_FACTOR && shareAt(start, low) > 1) {
            high = low;
            low /= 2;
        }
        while (high < LARGEST_FACTOR && shareAt(start, high) < 1) {
            low = high;
            high *= 2;
        }
        while (!new ScaledWidths(start, low).rounded(1).equals(new ScaledWidths(start, high).rounded(1))
                && high / low > FINEST) {
            double middle = Math.sqrt(low * high);
            if (shareAt(start, middle) > 1) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.sqrt(low * high);
    }

    private double shareAt(List<Integer> start, double scale) {
        return share.applyAsDouble(new ScaledWidths(start, scale).rounded(1));
    }
}
