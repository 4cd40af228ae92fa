package io.github.mambaout.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process from its start to its first line of output.
 *
 * @param seconds until the first line was there
 * @param megabytes the most memory that was resident; nothing on systems without {@code /proc}
 * @param output all lines
 */
public record TimedProcess(double seconds, OptionalDouble megabytes, List<String> output) {
    private static final long LONGEST_SECONDS = 120;
    private static final String PEAK = "VmHWM:";

    /** Copies the lines. */
    public TimedProcess {
        output = List.copyOf(output);
    }

    /**
     * Runs a process to its end.
     *
     * @param command what to start
     * @return how long it took
     * @throws IllegalStateException if it fails or prints nothing; the message has the end of what it said
     */
    public static TimedProcess run(List<String> command) {
        try {
            Path errors = Files.createTempFile("mambaout-", ".txt");
            try {
                return run(command, errors);
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + command.get(0), e);
        }
    }

    private static TimedProcess run(List<String> command, Path errors) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String first = out.readLine();
            double seconds = (System.nanoTime() - start) / 1e9;
            // The peak never falls, and what follows the first label needs next to nothing.
            OptionalDouble megabytes = peak(process.pid());
            List<String> rest = out.lines().toList();
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            if (first == null || !ended || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed ("
                        + (ended ? "exit code " + process.exitValue() : "did not end")
                        + (first == null ? ", printed nothing" : "") + "): "
                        + Files.readString(errors).strip());
            }
            return new TimedProcess(
                    seconds,
                    megabytes,
                    Stream.concat(Stream.of(first), rest.stream()).toList());
        } finally {
            process.destroyForcibly();
        }
    }

    private static OptionalDouble peak(long process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToDouble(line -> Double.parseDouble(line.substring(PEAK.length())
                                    .replace("kB", "")
                                    .strip())
                            * 1024
                            / 1e6)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            // No such folder, or the process has ended meanwhile.
            return OptionalDouble.empty();
        }
    }
}
