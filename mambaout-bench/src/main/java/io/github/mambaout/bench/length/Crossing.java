package io.github.mambaout.bench.length;

import java.util.List;
import java.util.Locale;

/**
 * From which length on one block costs more than another.
 *
 * @param kind whether that was seen within the lengths measured
 * @param tokens the length where their curves cross, straight between two points on logarithmic axes; the shortest length measured if
 *     the block costs more everywhere, the longest if it never does
 */
public record Crossing(Kind kind, double tokens) {

    /** Where it lies. */
    public enum Kind {
        /** It costs more at every length measured. */
        EVERYWHERE,
        /** Between two lengths that were measured. */
        AT,
        /** It does not cost more at the longest length. */
        NOWHERE
    }

    /**
     * @param costs of a block, ascending by length
     * @param others of the other, at the same lengths
     * @param what is compared
     * @return the last crossing
     */
    static Crossing of(List<LengthCost> costs, List<LengthCost> others, CostKind what) {
        int last = costs.size() - 1;
        if (excess(costs.get(last), others.get(last), what) <= 0) {
            return new Crossing(Kind.NOWHERE, costs.get(last).tokens());
        }
        for (int i = last; i > 0; i--) {
            double above = excess(costs.get(i), others.get(i), what);
            double below = excess(costs.get(i - 1), others.get(i - 1), what);
            if (below <= 0) {
                double share = below / (below - above);
                double factor =
                        (double) costs.get(i).tokens() / costs.get(i - 1).tokens();
                return new Crossing(Kind.AT, costs.get(i - 1).tokens() * Math.pow(factor, share));
            }
        }
        return new Crossing(Kind.EVERYWHERE, costs.get(0).tokens());
    }

    private static double excess(LengthCost cost, LengthCost other, CostKind what) {
        return Math.log(what.of(cost) / what.of(other));
    }

    /** @return for instance {@code from about 850 tokens} */
    public String describe() {
        return switch (kind) {
            case EVERYWHERE -> "at every length";
            case AT -> String.format(Locale.ROOT, "from about %,d tokens", rounded());
            case NOWHERE -> String.format(Locale.ROOT, "not up to %,.0f tokens", tokens);
        };
    }

    /** Two digits: points lie a factor of two apart. */
    private long rounded() {
        double unit = Math.pow(10, Math.floor(Math.log10(tokens)) - 1);
        return Math.round(Math.round(tokens / unit) * unit);
    }
}
