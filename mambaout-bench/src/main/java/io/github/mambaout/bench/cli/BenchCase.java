package io.github.mambaout.bench.cli;

import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.ForwardPass;
import io.github.mambaout.bench.peer.TrainingStep;
import io.github.mambaout.bench.peer.Workload;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import java.util.Locale;

/**
 * What one line of the table times.
 *
 * @param config the network
 * @param batch pictures of a run, at least 1
 * @param kind what is done with them
 */
record BenchCase(MambaOutConfig config, int batch, Kind kind) {

    /** What is done with a batch. */
    enum Kind {
        /** Pictures to logits. */
        FORWARD,
        /** One update of the weights. */
        TRAINING;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @return the network with first weights */
    MambaOut network() {
        return MambaOut.create(config, 0);
    }

    Batch batchFor(MambaOut network) {
        return Batch.of(network, Shape.of(batch, config.imgHeight(), config.imgWidth(), config.inChans()));
    }

    Workload workload(MambaOut network, Batch input, Compute compute) {
        return switch (kind) {
            case FORWARD -> new ForwardPass(network, input, compute);
            case TRAINING -> new TrainingStep(network, input, compute);
        };
    }
}
