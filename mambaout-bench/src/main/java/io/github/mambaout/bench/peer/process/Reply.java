package io.github.mambaout.bench.peer.process;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.mambaout.bench.peer.PeerRun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the process that a peer runs in answers: {@link Ready} once at its start, then one for each {@link Request}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Reply.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = Reply.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Reply.Untrainable.class, name = "untrainable"),
    @JsonSubTypes.Type(value = Reply.Ran.class, name = "ran"),
    @JsonSubTypes.Type(value = Reply.Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = Reply.Failed.class, name = "failed")
})
sealed interface Reply {

    /**
     * The peer has started.
     *
     * @param name its name
     * @param version its version
     */
    record Ready(String name, String version) implements Reply {}

    /**
     * A workload is prepared.
     *
     * @param workload its number
     */
    record Opened(int workload) implements Reply {}

    /** The peer can't train. */
    record Untrainable() implements Reply {}

    /**
     * A workload was done once.
     *
     * @param nanoseconds how long it took
     * @param output what came out, as 32-bit little-endian floats; Base64 in JSON, so that they arrive bit for bit
     */
    record Ran(long nanoseconds, byte[] output) implements Reply {

        static Ran of(PeerRun run) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(run.output().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(run.output());
            return new Ran(run.nanoseconds(), bytes.array());
        }

        PeerRun run() {
            float[] values = new float[output.length / Float.BYTES];
            ByteBuffer.wrap(output)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return new PeerRun(nanoseconds, values);
        }
    }

    /** A workload has given back its memory. */
    record Closed() implements Reply {}

    /**
     * The request was not fulfilled; the peer goes on.
     *
     * @param message why
     */
    record Failed(String message) implements Reply {}
}
