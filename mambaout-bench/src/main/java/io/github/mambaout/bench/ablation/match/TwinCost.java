package io.github.mambaout.bench.ablation.match;

import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelSummary;
import java.util.OptionalDouble;

/**
 * What a network costs.
 *
 * @param parameters number of learned values
 * @param multiplyAdds multiply-adds of one picture's forward pass; a scan counts 9·L·D·N, as in the literature
 * @param scanMultiplyAdds those of them that scans have; 0 for a network without
 * @param seconds of an update of a batch, if it was timed
 */
public record TwinCost(long parameters, long multiplyAdds, long scanMultiplyAdds, OptionalDouble seconds) {

    /**
     * Counts, without making weights.
     *
     * @param network the network
     * @return its cost for one picture of the size it is made for, not timed
     */
    public static TwinCost of(MambaOutConfig network) {
        ModelSummary summary = ModelSummary.of(network, network.inputShape());
        return new TwinCost(
                summary.parameters(), summary.multiplyAdds(), ScanCount.of(network), OptionalDouble.empty());
    }

    /**
     * @param measured seconds of an update
     * @return this cost, timed
     */
    public TwinCost withSeconds(double measured) {
        return new TwinCost(parameters, multiplyAdds, scanMultiplyAdds, OptionalDouble.of(measured));
    }

    /** @return the part of the multiply-adds that scans have, 0 to 1 */
    public double scanShare() {
        return (double) scanMultiplyAdds / multiplyAdds;
    }
}
