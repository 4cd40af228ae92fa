package io.github.mambaout.bench.ablation;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.train.Trainer;
import io.github.mambaout.weights.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The version that decides whether a result may be used again. A released version says it by its number. One that is still
 * being worked on is told apart by a hash of its classes, but for packages that change no results.
 */
final class LibraryVersion {
    private static final String CHANGING = "-SNAPSHOT";
    private static final Set<String> CHANGING_NO_RESULTS =
            Set.of("cli", "onnx", "predict", "ablation", "peer", "jvms", "jmh", "length");
    private static final List<Class<?>> MODULES = List.of(MambaOut.class, Trainer.class, LibraryVersion.class);
    private static final int DIGITS = 12;

    private LibraryVersion() {}

    static String current() {
        String version = Provenance.here("", Map.of(), 0).version();
        return version.equals("development") || version.endsWith(CHANGING) ? version + " " + hash() : version;
    }

    private static String hash() {
        Digest digest = new Digest();
        try {
            for (Class<?> one : MODULES) {
                addClasses(
                        digest,
                        Path.of(one.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The library's classes can't be read: " + e.getMessage(), e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The library's classes are in a place without a path", e);
        }
        return digest.hex().substring(0, DIGITS);
    }

    private static void addClasses(Digest digest, Path place) throws IOException {
        if (Files.isDirectory(place)) {
            digest.addTree(place, LibraryVersion::decidesResults);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            digest.addTree(jar.getPath("/"), LibraryVersion::decidesResults);
        }
    }

    private static boolean decidesResults(String name) {
        return name.endsWith(".class") && List.of(name.split("/")).stream().noneMatch(CHANGING_NO_RESULTS::contains);
    }
}
