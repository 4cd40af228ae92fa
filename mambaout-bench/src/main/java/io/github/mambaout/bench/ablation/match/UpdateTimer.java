package io.github.mambaout.bench.ablation.match;

import io.github.mambaout.model.MambaOutConfig;
import java.util.List;

/** Times updates of networks. */
@FunctionalInterface
public interface UpdateTimer {
    /**
     * @param networks what to time, so that the times can be compared with one another
     * @return seconds of an update of each
     */
    List<Double> seconds(List<MambaOutConfig> networks);
}
