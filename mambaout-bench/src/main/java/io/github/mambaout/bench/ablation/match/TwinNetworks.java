package io.github.mambaout.bench.ablation.match;

import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.train.Trainer;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.data.DataSets;
import io.github.mambaout.train.data.DataSource;
import java.util.HashMap;
import java.util.Map;

/** The networks of runs. Opens each data set once: they tell the classes and the size of the pictures. */
public final class TwinNetworks {
    private final Map<String, DataSource> opened = new HashMap<>();

    /**
     * @param config a run
     * @return the network that it trains
     * @throws io.github.mambaout.train.data.DataException if its data are missing or wrong
     * @throws IllegalArgumentException if there is no such network; the message says why
     */
    public MambaOutConfig of(TrainingConfig config) {
        return Trainer.network(config, opened.computeIfAbsent(config.data().source(), DataSets::open));
    }
}
