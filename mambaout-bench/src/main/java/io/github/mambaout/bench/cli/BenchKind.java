package io.github.mambaout.bench.cli;

import io.github.mambaout.bench.peer.Peer;
import java.util.Locale;
import java.util.Optional;

/** What {@code --what} knows. */
enum BenchKind {
    /** Pictures to logits. */
    FORWARD(true) {
        @Override
        BenchWork work(BenchSetting setting, Optional<Peer> peer) {
            return new PassTimes(BenchCase.Kind.FORWARD, setting, peer);
        }
    },
    /** One update of the weights. */
    TRAINING(true) {
        @Override
        BenchWork work(BenchSetting setting, Optional<Peer> peer) {
            return new PassTimes(BenchCase.Kind.TRAINING, setting, peer);
        }
    },
    /** Bytes that a forward pass leaves to the garbage collector. */
    ALLOCATION(true) {
        @Override
        BenchWork work(BenchSetting setting, Optional<Peer> peer) {
            return new AllocationCount(setting);
        }
    },
    /** The forward pass on more and more threads, and on larger pictures. */
    SCALING(true) {
        @Override
        BenchWork work(BenchSetting setting, Optional<Peer> peer) {
            return new ScalingTimes(setting);
        }
    },
    /** The forward pass by the plain kernels beside the chosen ones. */
    PROVIDERS(true) {
        @Override
        BenchWork work(BenchSetting setting, Optional<Peer> peer) {
            return new ProviderTimes(setting);
        }
    },
    /** A JPEG file to the network's input, on one thread. */
    PREPROCESS(false) {
        @Override
        BenchWork work(BenchSetting setting, Optional<Peer> peer) {
            return PreprocessTimes.ofEvaluation(setting);
        }
    },
    /** A JPEG file to an input for training by the paper's recipe, on one thread. */
    AUGMENT(false) {
        @Override
        BenchWork work(BenchSetting setting, Optional<Peer> peer) {
            return PreprocessTimes.ofTraining(setting);
        }
    },
    /** The command {@code predict} from the start of its process to the first label. */
    COLD(false) {
        @Override
        BenchWork work(BenchSetting setting, Optional<Peer> peer) {
            return new ColdStarts(setting, peer);
        }
    },
    /** Every kernel in many fresh JVMs: the slowest beside the median. */
    JVMS(false) {
        @Override
        BenchWork work(BenchSetting setting, Optional<Peer> peer) {
            return new FreshJvms(setting);
        }
    };

    private final boolean batched;

    BenchKind(boolean batched) {
        this.batched = batched;
    }

    /** @return whether it depends on the size of the batch */
    boolean batched() {
        return batched;
    }

    abstract BenchWork work(BenchSetting setting, Optional<Peer> peer);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
