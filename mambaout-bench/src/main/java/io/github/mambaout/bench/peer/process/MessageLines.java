package io.github.mambaout.bench.peer.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Messages to and fro, one a line, in JSON. */
final class MessageLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedReader in;
    private final Writer out;

    MessageLines(InputStream in, OutputStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    /** Sends a {@link Request} or {@link Reply} at once. */
    void send(Object message) throws IOException {
        out.write(JSON.writeValueAsString(message));
        out.write('\n');
        out.flush();
    }

    /**
     * Waits for the next message.
     *
     * @param type {@link Request} or {@link Reply}
     * @return the message; nothing if the other side has ended
     * @throws IOException if what came is no such message
     */
    <T> Optional<T> receive(Class<T> type) throws IOException {
        String line = in.readLine();
        return line == null ? Optional.empty() : Optional.of(JSON.readValue(line, type));
    }

    /** Tells the other side that no more will be sent. */
    void end() throws IOException {
        out.close();
    }
}
