package io.github.mambaout.bench.peer.process;

import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.PeerRun;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.model.MambaOut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A peer in a process of its own, for runtimes that don't get along with this one's libraries. Networks and batches are handed
 * over as files. Times are those that the process measures itself. A process that ends or does not answer gives a
 * {@link PeerProcessException} with the last lines that it wrote to its standard error.
 */
public final class PeerProcess implements Peer {
    private static final int LAST_LINES = 12;
    private static final long SECONDS_TO_END = 5;

    private final PeerCommand command;
    private final Path folder;
    private final Path errors;
    private final Process process;
    private final MessageLines messages;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final Reply.Ready ready;
    private int handedOver;

    /** What came from the process. */
    private sealed interface Answer {
        record Given(Reply reply) implements Answer {}

        record Ended() implements Answer {}

        record Garbled(IOException cause) implements Answer {}
    }

    private PeerProcess(PeerCommand command) throws IOException {
        this.command = command;
        folder = Files.createTempDirectory("mambaout-peer");
        errors = folder.resolve("errors.txt");
        // For a JVM that is interrupted; in this order, since what is registered last is deleted first.
        ScratchFiles.deleteOnExit(folder);
        ScratchFiles.deleteOnExit(errors);
        ProcessBuilder builder = new ProcessBuilder(command.command()).redirectError(errors.toFile());
        builder.environment().putAll(command.environment());
        process = builder.start();
        messages = new MessageLines(process.getInputStream(), process.getOutputStream());
        Thread listener = new Thread(this::listen, "mambaout-peer");
        listener.setDaemon(true);
        listener.start();
        ready = answered(Reply.Ready.class);
    }

    /**
     * @param command how to start the process
     * @return the peer, once the process has said that it is ready
     * @throws PeerProcessException if it can't be started or ends at once
     */
    public static PeerProcess start(PeerCommand command) {
        try {
            return new PeerProcess(command);
        } catch (IOException e) {
            throw new PeerProcessException(
                    command.peer() + " could not be started (" + e.getMessage() + "): "
                            + String.join(" ", command.command()),
                    e);
        }
    }

    @Override
    public String name() {
        return ready.name();
    }

    @Override
    public String version() {
        return ready.version();
    }

    @Override
    public PeerWorkload forward(MambaOut network, Batch batch) {
        return new Workload(opened(open(false, network, batch)));
    }

    @Override
    public Optional<PeerWorkload> training(MambaOut network, Batch batch) {
        Reply reply = open(true, network, batch);
        return reply instanceof Reply.Untrainable ? Optional.empty() : Optional.of(new Workload(opened(reply)));
    }

    private Reply open(boolean training, MambaOut network, Batch batch) {
        HandedOver files = HandedOver.write(folder, handedOver++, network, batch);
        try {
            return ask(files.request(training, batch));
        } finally {
            files.delete();
        }
    }

    private int opened(Reply reply) {
        return expected(reply, Reply.Opened.class).workload();
    }

    /** A workload in the process. */
    private final class Workload implements PeerWorkload {
        private final int number;

        private Workload(int number) {
            this.number = number;
        }

        @Override
        public PeerRun run() {
            return expected(ask(new Request.Run(number)), Reply.Ran.class).run();
        }

        @Override
        public void close() {
            if (process.isAlive()) {
                expected(ask(new Request.Close(number)), Reply.Closed.class);
            }
        }
    }

    private Reply ask(Request request) {
        try {
            messages.send(request);
        } catch (IOException e) {
            throw ended(e);
        }
        return answered(Reply.class);
    }

    private <T extends Reply> T answered(Class<T> kind) {
        Answer answer = next();
        if (answer instanceof Answer.Given given) {
            return expected(given.reply(), kind);
        }
        if (answer instanceof Answer.Garbled garbled) {
            process.destroy();
            throw ended(garbled.cause());
        }
        throw ended(new IOException("no answer"));
    }

    private Answer next() {
        try {
            Answer answer = answers.poll(command.patience().toMillis(), TimeUnit.MILLISECONDS);
            if (answer != null) {
                return answer;
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new PeerProcessException("The wait for " + command.peer() + " was interrupted.", e);
        }
        process.destroyForcibly();
        throw new PeerProcessException(command.peer() + " has not answered for "
                + command.patience().toSeconds() + " seconds, so its process was ended." + lastLines());
    }

    private <T extends Reply> T expected(Reply reply, Class<T> kind) {
        if (reply instanceof Reply.Failed failed) {
            throw new PeerProcessException(command.peer() + ": " + failed.message());
        }
        if (!kind.isInstance(reply)) {
            process.destroyForcibly();
            throw new PeerProcessException(command.peer() + " answered " + reply + " where " + kind.getSimpleName()
                    + " was expected, so its process was ended.");
        }
        return kind.cast(reply);
    }

    private PeerProcessException ended(IOException cause) {
        String how = stopped() ? "exit code " + process.exitValue() : "it did not stop by itself";
        return new PeerProcessException(
                "The process of " + command.peer() + " ended unexpectedly (" + how + ")." + lastLines(), cause);
    }

    private String lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (lines.isEmpty()) {
                return "";
            }
            List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
            return " Its last lines:" + System.lineSeparator() + String.join(System.lineSeparator(), last);
        } catch (IOException e) {
            return "";
        }
    }

    private void listen() {
        try {
            for (Optional<Reply> reply = messages.receive(Reply.class);
                    reply.isPresent();
                    reply = messages.receive(Reply.class)) {
                answers.add(new Answer.Given(reply.get()));
            }
            answers.add(new Answer.Ended());
        } catch (IOException e) {
            answers.add(new Answer.Garbled(e));
        }
    }

    private boolean stopped() {
        try {
            if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    @Override
    public void close() {
        try {
            messages.end();
        } catch (IOException e) {
            process.destroy();
        }
        stopped();
        ScratchFiles.delete(errors);
        ScratchFiles.delete(folder);
    }
}
