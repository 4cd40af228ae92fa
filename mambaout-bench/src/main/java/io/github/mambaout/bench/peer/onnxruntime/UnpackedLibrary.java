package io.github.mambaout.bench.peer.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ONNX Runtime's native library, which its Java package unpacks into a temporary folder that it leaves behind. */
final class UnpackedLibrary {
    private static final String FOLDER = "onnxruntime-java";
    private static final Logger LOG = LoggerFactory.getLogger(UnpackedLibrary.class);

    private UnpackedLibrary() {}

    /** @return the loaded runtime; the folder that loading it has left is gone */
    static OrtEnvironment load() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            Set<Path> before = folders(temporary);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            Set<Path> left = new HashSet<>(folders(temporary));
            left.removeAll(before);
            left.forEach(UnpackedLibrary::remove);
            return environment;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Path> folders(Path temporary) throws IOException {
        try (Stream<Path> all = Files.list(temporary)) {
            return all.filter(path -> path.getFileName().toString().startsWith(FOLDER))
                    .collect(Collectors.toSet());
        }
    }

    /** What is loaded needs its file no longer, except on systems that then don't let it go. */
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
