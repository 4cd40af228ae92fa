package io.github.mambaout.bench.ablation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** SHA-256 of several things, each with its length, so that no two lists of things run into one another. */
final class Digest {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    Digest add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    Digest add(byte... bytes) {
        add(bytes.length);
        sha256.update(bytes);
        return this;
    }

    Digest add(long number) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        return this;
    }

    /**
     * Adds a file's bytes.
     *
     * @throws IOException if it can't be read
     */
    Digest add(Path file) throws IOException {
        add(Files.size(file));
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        }
        return this;
    }

    /**
     * Adds the names and bytes of a folder's files, in the order of their names.
     *
     * @param folder of any file system
     * @param wanted which of them, by their path below the folder with slashes
     * @throws IOException if one can't be read
     */
    Digest addTree(Path folder, Predicate<String> wanted) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        List<String> names = files.stream()
                .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                .filter(wanted)
                .sorted()
                .toList();
        for (String name : names) {
            add(name);
            add(folder.resolve(name));
        }
        return this;
    }

    /** Ends the digest, as 64 hexadecimal digits. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
