package io.github.mambaout.bench.peer;

/**
 * One run of a {@link PeerWorkload}.
 *
 * @param nanoseconds from the input lying in the runtime's own memory to the output lying there, by the runtime's own process:
 *     without ways between processes and without copies that our own side does not make either
 * @param output what came out
 */
public record PeerRun(long nanoseconds, float[] output) {}
