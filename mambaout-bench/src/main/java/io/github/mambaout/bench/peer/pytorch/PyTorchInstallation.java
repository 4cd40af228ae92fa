package io.github.mambaout.bench.peer.pytorch;

import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.process.PeerCommand;
import io.github.mambaout.bench.peer.process.PeerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * What PyTorch needs as a peer: the module {@code mambaout-bench/libtorch}, which every build makes, and libtorch for this
 * platform, which is large and therefore fetched only when somebody asks for it.
 */
public final class PyTorchInstallation {
    /** What is fetched, for messages. */
    public static final String SIZE = "112 MB, 450 MB unpacked";

    private static final String MODULE = "mambaout-bench/libtorch";
    private static final String JAR = "mambaout-bench-libtorch.jar";
    private static final String MAIN = "io.github.mambaout.bench.libtorch.LibtorchPeerMain";
    /** A name in the manifest of the module's jar: where it expects libtorch, beside itself. */
    private static final String LIBRARY = "Libtorch-Library";

    private static final String GOAL = "dependency:copy@libtorch";
    /** A training step of the largest model takes minutes on a slow machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path module;
    private final Path jar;
    private final Path library;

    private PyTorchInstallation(Path module, Path jar, Path library) {
        this.module = module;
        this.jar = jar;
        this.library = library;
    }

    /**
     * @param project the project's folder; nothing if it is not known
     * @return the installation in it
     * @throws PyTorchInstallationException if the module has not been built there
     */
    public static PyTorchInstallation in(Optional<Path> project) {
        Path folder = project.orElseThrow(() -> new PyTorchInstallationException(
                "PyTorch can be compared with only by the command ./mambaout in the project's folder, which knows where its"
                        + " module " + MODULE + " is."));
        Path module = folder.resolve(MODULE);
        Path jar = module.resolve("target").resolve(JAR);
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes manifest = file.getManifest().getMainAttributes();
            return new PyTorchInstallation(module, jar, jar.resolveSibling(manifest.getValue(LIBRARY)));
        } catch (IOException e) {
            throw new PyTorchInstallationException(
                    jar + " can't be read (" + e.getMessage() + "). Build it: mvn -DskipTests package", e);
        }
    }

    /** @return whether libtorch is there */
    public boolean isComplete() {
        return Files.exists(library);
    }

    /** @return the command line that fetches libtorch, for somebody who wants to do it by hand */
    public String commandToFetch() {
        return "mvn -f " + module.resolve("pom.xml") + " " + GOAL;
    }

    /**
     * Fetches libtorch with Maven, which keeps it in its local repository, and puts it beside the module.
     *
     * @throws PyTorchInstallationException if there is no Maven or it fails; the message has its last lines
     */
    public void fetch() {
        try {
            Path log = Files.createTempFile("mambaout-libtorch", ".txt");
            try {
                ProcessBuilder maven = new ProcessBuilder(
                                maven(),
                                "-B",
                                "-q",
                                "-f",
                                module.resolve("pom.xml").toString(),
                                GOAL)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
                maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
                int exitCode = maven.start().waitFor();
                if (exitCode != 0 || !isComplete()) {
                    throw new PyTorchInstallationException("libtorch could not be fetched. Try by hand: "
                            + commandToFetch() + System.lineSeparator() + Files.readString(log));
                }
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            throw new PyTorchInstallationException(
                    "Maven is needed to fetch libtorch and could not be started (" + e.getMessage()
                            + "). Install Maven 3.8 or newer and put mvn on the PATH.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PyTorchInstallationException("Fetching libtorch was interrupted.", e);
        }
    }

    private static String maven() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return windows ? "mvn.cmd" : "mvn";
    }

    /**
     * Starts PyTorch in a process of its own.
     *
     * @param threads how many it may use
     * @return the peer
     * @throws io.github.mambaout.bench.peer.process.PeerProcessException if it does not start
     */
    public Peer open(int threads) {
        return PeerProcess.start(command(threads));
    }

    PeerCommand command(int threads) {
        String count = Integer.toString(threads);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.pytorch.num_threads=" + count,
                // Neither telemetry nor a look for newer natives.
                "-DOPT_OUT_TRACKING=true",
                "-Doffline=true",
                "-Dlogback.configurationFile=io/github/mambaout/train/cli/logback.xml",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + jar,
                MAIN);
        // Whether idle threads wait in a loop is left to PyTorch's own defaults: asleep at once, it is 5 to 15% slower.
        Map<String, String> environment = Map.of(
                "OMP_NUM_THREADS",
                count,
                "MKL_NUM_THREADS",
                count,
                "DJL_CACHE_DIR",
                module.resolve("target").resolve("djl").toString());
        return new PeerCommand("PyTorch", command, environment, PATIENCE);
    }
}
