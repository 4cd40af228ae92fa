package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command {@code train} in a Java of its own, which can be killed or told to stop. */
final class TrainingProcess implements AutoCloseable {
    private static final Pattern UPDATE = Pattern.compile("update (\\d+) of ");
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Thread reader;

    // Guarded by this.
    private final StringBuilder printed = new StringBuilder();
    private long updates;
    private boolean ended;

    private TrainingProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** @param arguments of the command */
    static TrainingProcess start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.github.mambaout.train.cli.MambaOutCommand",
                "train"));
        command.addAll(arguments);
        return new TrainingProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("The output can't be read: " + e);
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void add(String line) {
        printed.append(line).append('\n');
        Matcher update = UPDATE.matcher(line);
        if (update.find()) {
            updates = Long.parseLong(update.group(1));
            notifyAll();
        }
    }

    /** Waits until the log tells of an update, or the process has ended. */
    synchronized void awaitUpdate(long update) throws InterruptedException {
        long start = System.nanoTime();
        while (updates < update && !ended) {
            wait(1_000);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .as("seconds until update %d; printed was: %s", update, printed)
                    .isLessThan(PATIENCE_SECONDS);
        }
    }

    long pid() {
        return process.pid();
    }

    /** As by SIGKILL: nothing of the process has time to do anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    /** As by SIGTERM. */
    void requestStop() {
        process.toHandle().destroy();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as(printed())
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    synchronized String printed() {
        return printed.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
