package io.github.mambaout.bench.cli;

import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.Comparison;
import io.github.mambaout.bench.peer.LossOfLogits;
import io.github.mambaout.bench.peer.Measurement;
import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.bench.peer.Workload;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import java.util.Optional;

/** Times forward passes and training steps, alone or beside a peer. */
final class PassTimes implements BenchWork {
    private final BenchCase.Kind kind;
    private final BenchSetting setting;
    private final Optional<Peer> peer;

    PassTimes(BenchCase.Kind kind, BenchSetting setting, Optional<Peer> peer) {
        this.kind = kind;
        this.setting = setting;
        this.peer = peer;
    }

    @Override
    public void measure(MambaOutConfig config, int batch, BenchReport report) {
        BenchCase what = new BenchCase(config, batch, kind);
        report.add(peer.map(other -> beside(other, what)).orElseGet(() -> alone(what)));
    }

    private BenchRow alone(BenchCase what) {
        MambaOut network = what.network();
        Workload ours = what.workload(network, what.batchFor(network), setting.compute());
        return TimedRow.of(
                what,
                setting.threads(),
                setting.provider(),
                ours.plannedBytes().orElse(0),
                Measurement.of(ours, setting.peak(), setting.warmUp(), setting.measuring()));
    }

    private BenchRow beside(Peer other, BenchCase what) {
        MambaOut network = what.network();
        Batch batch = what.batchFor(network);
        // The peer copies the weights now; ours will change them when they train.
        Optional<PeerWorkload> training =
                what.kind() == BenchCase.Kind.TRAINING ? other.training(network, batch) : Optional.empty();
        BenchCase.Kind theirKind = training.isPresent() ? BenchCase.Kind.TRAINING : BenchCase.Kind.FORWARD;
        Workload ours = what.workload(network, batch, setting.compute());
        try (PeerWorkload theirs = training.orElseGet(() -> forward(other, what, network, batch))) {
            Comparison found = Comparison.of(
                    ours,
                    theirs,
                    theirKind == what.kind()
                            ? ours.multiplyAdds()
                            : network.multiplyAdds(batch.pictures().shape()),
                    setting.peak(),
                    setting.warmUp(),
                    setting.measuring());
            return ComparedRow.of(what, setting, other, theirKind, found);
        }
    }

    private static PeerWorkload forward(Peer other, BenchCase what, MambaOut network, Batch batch) {
        PeerWorkload forward = other.forward(network, batch);
        return what.kind() == BenchCase.Kind.TRAINING ? new LossOfLogits(forward, batch) : forward;
    }
}
