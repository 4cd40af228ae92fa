package io.github.mambaout.bench.length;

import io.github.mambaout.layer.TokenMixerFactory;
import java.util.HashSet;
import java.util.List;

/**
 * What to measure.
 *
 * @param mixers names of token mixers, see {@link TokenMixerFactory}
 * @param sides heights and widths of the maps, ascending, at least three: a map has {@code side²} tokens
 * @param dim channels of a token
 * @param batch maps of a pass
 * @param budget how long all of it may take, kernels' first runs and the report included
 */
public record LengthPlan(List<String> mixers, List<Integer> sides, int dim, int batch, TimeBudget budget) {
    private static final int FEWEST_SIDES = 3;
    /** Lengths below this part of the longest are left out of the fit: there, fixed costs and linear maps weigh most. */
    private static final int FITTED_RANGE = 8;

    /** Refuses what can't be measured; the message says why. */
    public LengthPlan {
        mixers = List.copyOf(mixers);
        sides = sides.stream().sorted().toList();
        if (mixers.isEmpty()) {
            throw new IllegalArgumentException("There is no token mixer to measure; name at least one");
        }
        mixers.forEach(TokenMixerFactory::named);
        requireDifferent("token mixers", mixers);
        requireDifferent("lengths", sides);
        if (sides.size() < FEWEST_SIDES) {
            throw new IllegalArgumentException(
                    "Lengths are " + sides + ", but an exponent with its interval needs at least " + FEWEST_SIDES
                            + ", for instance 14,28,56,112");
        }
        if (sides.get(0) < 1) {
            throw new IllegalArgumentException(
                    "A length is " + sides.get(0) + ", but a map has at least 1 token on a side");
        }
        if (dim < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "A pass needs at least 1 channel and 1 map, but dim is " + dim + " and batch is " + batch);
        }
        int longest = sides.get(sides.size() - 1);
        if ((double) longest * longest * dim * batch > Integer.MAX_VALUE / FITTED_RANGE) {
            throw new IllegalArgumentException("Maps of " + longest + " × " + longest + " × " + dim + ", " + batch
                    + " at once, are too large; give shorter lengths, a smaller dim or batch");
        }
    }

    private static void requireDifferent(String what, List<?> values) {
        if (new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException("The " + what + " are " + values + ", but each is measured once only");
        }
    }

    /** @return the longest length */
    long longest() {
        return tokens(sides.get(sides.size() - 1));
    }

    static long tokens(int side) {
        return (long) side * side;
    }

    /**
     * @return the sides that exponents are fitted over: those of at least an eighth of the longest length, and the three longest in any
     *     case
     */
    public List<Integer> fittedSides() {
        int others = sides.size() - FEWEST_SIDES;
        return sides.stream()
                .filter(side -> tokens(side) * FITTED_RANGE >= longest() || sides.indexOf(side) >= others)
                .toList();
    }
}
