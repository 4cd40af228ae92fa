package io.github.mambaout.bench.peer.process;

import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.PeerRun;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.model.MambaOut;
import java.util.Arrays;
import java.util.Optional;

/** A peer that computes nothing, but tells what it was given. */
final class FakePeer implements Peer {
    static final long NANOSECONDS = 123_456_789_012L;

    @Override
    public String name() {
        return "Fake";
    }

    @Override
    public String version() {
        return "1.2";
    }

    /** Its output: all weights, all pixels, all labels. */
    @Override
    public PeerWorkload forward(MambaOut network, Batch batch) {
        float[] weights = network.parameters().flat().toArray();
        float[] pixels = batch.pictures().toArray();
        int[] labels = batch.labels();
        float[] output = Arrays.copyOf(weights, weights.length + pixels.length + labels.length);
        System.arraycopy(pixels, 0, output, weights.length, pixels.length);
        for (int n = 0; n < labels.length; n++) {
            output[weights.length + pixels.length + n] = labels[n];
        }
        return new Told(output);
    }

    /** Knows no models with drop path, can't train more than one picture, and ends with a network of three classes. */
    @Override
    public Optional<PeerWorkload> training(MambaOut network, Batch batch) {
        if (network.config().dropPathRate() > 0) {
            throw new IllegalArgumentException("no drop path here");
        }
        if (network.config().numClasses() == 3) {
            System.err.println("a library gave up");
            System.exit(7);
        }
        return batch.size() > 1 ? Optional.empty() : Optional.of(new Told(1, 2, 3));
    }

    @Override
    public void close() {}

    private record Told(float... output) implements PeerWorkload {
        @Override
        public PeerRun run() {
            return new PeerRun(NANOSECONDS, output);
        }

        @Override
        public void close() {}
    }
}
