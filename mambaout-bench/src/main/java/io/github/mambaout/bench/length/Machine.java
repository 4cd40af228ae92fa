package io.github.mambaout.bench.length;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The kind of machine that times are of. */
public final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String NAME = "model name";

    private Machine() {}

    /** @return processor, where the system tells it, and system, for instance {@code Intel(R) Xeon(R) Processor, Linux amd64} */
    public static String describe() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return processor().map(name -> name + ", " + system).orElse(system);
    }

    private static Optional<String> processor() {
        if (!Files.isReadable(PROCESSORS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith(NAME))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
