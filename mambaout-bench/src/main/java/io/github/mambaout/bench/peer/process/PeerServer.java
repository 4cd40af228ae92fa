package io.github.mambaout.bench.peer.process;

import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.model.MambaOut;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The side of the process that a peer runs in: does what {@link PeerProcess} asks for, one request after the other. */
public final class PeerServer {
    private final Peer peer;
    private final MessageLines messages;
    private final Map<Integer, PeerWorkload> workloads = new HashMap<>();
    private int opened;

    private PeerServer(Peer peer, MessageLines messages) {
        this.peer = peer;
        this.messages = messages;
    }

    /**
     * Serves until the requests end, and closes the peer.
     *
     * @param peer does the work
     * @param requests what {@link PeerProcess} sends
     * @param replies where it reads the answers; nothing else may be written there
     * @throws IOException if the other side is gone or sends what is no request
     */
    public static void serve(Peer peer, InputStream requests, OutputStream replies) throws IOException {
        try (peer) {
            new PeerServer(peer, new MessageLines(requests, replies)).serve();
        }
    }

    private void serve() throws IOException {
        messages.send(new Reply.Ready(peer.name(), peer.version()));
        Optional<Request> request = messages.receive(Request.class);
        while (request.isPresent()) {
            messages.send(answer(request.get()));
            request = messages.receive(Request.class);
        }
    }

    private Reply answer(Request request) {
        try {
            return fulfilled(request);
        } catch (RuntimeException failure) {
            String message = failure.getMessage();
            return new Reply.Failed(message == null ? failure.toString() : message);
        }
    }

    private Reply fulfilled(Request request) {
        if (request instanceof Request.Open open) {
            return prepare(open).<Reply>map(this::keep).orElseGet(Reply.Untrainable::new);
        }
        if (request instanceof Request.Run run) {
            return Reply.Ran.of(workload(run.workload()).run());
        }
        Request.Close close = (Request.Close) request;
        workload(close.workload()).close();
        workloads.remove(close.workload());
        return new Reply.Closed();
    }

    private Optional<PeerWorkload> prepare(Request.Open open) {
        MambaOut network = HandedOver.network(open);
        Batch batch = HandedOver.batch(open);
        return open.training() ? peer.training(network, batch) : Optional.of(peer.forward(network, batch));
    }

    private Reply.Opened keep(PeerWorkload workload) {
        workloads.put(opened, workload);
        return new Reply.Opened(opened++);
    }

    private PeerWorkload workload(int number) {
        return Optional.ofNullable(workloads.get(number))
                .orElseThrow(() -> new IllegalArgumentException("there is no open workload " + number));
    }
}
