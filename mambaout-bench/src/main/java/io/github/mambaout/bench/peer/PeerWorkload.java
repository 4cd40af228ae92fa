package io.github.mambaout.bench.peer;

/** Something that a {@link Peer} does again and again. */
public interface PeerWorkload extends AutoCloseable {

    /**
     * Does it once.
     *
     * @return how long it took and what came out
     */
    PeerRun run();

    /** Gives back its memory. */
    @Override
    void close();
}
