package io.github.mambaout.bench.peer.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to start the process that a peer runs in.
 *
 * @param peer what messages call it
 * @param command program and arguments; it must call {@link PeerServer#serve} on its standard input and output
 * @param environment variables to set besides those of this process
 * @param patience the longest that one answer may take; then the process is ended
 */
public record PeerCommand(String peer, List<String> command, Map<String, String> environment, Duration patience) {
    public PeerCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
