package io.github.mambaout.bench.peer.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ONNX Runtime's native library, which its Java package unpacks into a temporary folder that it leaves behind. */
final class UnpackedLibrary {
    private static final String FOLDER = "/onnxruntime-java";
    /**
     * On Java's usual stack of 1 MB, loading ONNX Runtime 1.29 ends the process by a segmentation fault if its command line has
     * some thousand characters.
     */
    private static final long STACK_BYTES = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(UnpackedLibrary.class);

    private UnpackedLibrary() {}

    /** @return the loaded runtime; on Linux the folder that loading it has left is gone */
    static OrtEnvironment load() {
        Thread loader = new Thread(null, OrtEnvironment::getEnvironment, "onnxruntime-loader", STACK_BYTES);
        loader.start();
        try {
            loader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ONNX Runtime was loaded", e);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        ownFolders().forEach(UnpackedLibrary::remove);
        return environment;
    }

    /** Found by what this process has mapped, so that no other one's is touched. */
    private static Set<Path> ownFolders() {
        try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
            return mapped.filter(line -> line.contains(FOLDER) && !line.endsWith("(deleted)"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))).getParent())
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The folder of the native library is not known: {}", e.toString());
            return Set.of();
        }
    }

    /** What is mapped needs its name no longer. */
    private static void remove(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", folder, e.toString());
        }
    }
}
