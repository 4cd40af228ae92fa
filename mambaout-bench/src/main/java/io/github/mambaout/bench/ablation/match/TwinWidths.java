package io.github.mambaout.bench.ablation.match;

import java.util.List;

/**
 * Widths of a twin beside the control.
 *
 * @param widths channels of each stage
 * @param share the twin's cost with them, as a multiple of the control's
 */
public record TwinWidths(List<Integer> widths, double share) {
    public TwinWidths {
        widths = List.copyOf(widths);
    }

    /** @return how far the costs are apart, as a share of the control's; 0 if they are equal */
    public double error() {
        return Math.abs(share - 1);
    }

    /** @return whichever is nearer to the control's cost, this if both are as near */
    TwinWidths orNearer(TwinWidths other) {
        return other.error() < error() ? other : this;
    }
}
