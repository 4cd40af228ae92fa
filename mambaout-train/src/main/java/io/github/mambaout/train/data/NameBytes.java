package io.github.mambaout.train.data;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Names of files as the bytes that the file system has. A Linux name need not be valid UTF-8, and Java's string of one that isn't, or
 * of any that is not ASCII where the locale is, names no file. URIs of files keep the bytes.
 */
final class NameBytes {
    private NameBytes() {}

    /**
     * @param file a path with at least one name
     * @return the bytes of its last name; those of UTF-8 where the file system has characters
     */
    static byte[] of(Path file) {
        String text = file.getFileName().toString();
        return isAscii(text) ? text.getBytes(StandardCharsets.US_ASCII) : unescaped(lastOf(file.toUri()));
    }

    /**
     * @param folder where the file lies
     * @param name what {@link #of} returned for it
     * @return its path
     */
    static Path resolve(Path folder, byte... name) {
        String text = text(name);
        if (isAscii(text)) {
            return folder.resolve(text);
        }
        String place = folder.toUri().toString();
        return Path.of(URI.create((place.endsWith("/") ? place : place + "/") + escaped(name)));
    }

    /** For messages; bytes that are no UTF-8 become question marks in a diamond. */
    static String text(byte... name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 0x80);
    }

    private static String lastOf(URI uri) {
        String path = uri.getRawPath();
        String file = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static byte[] unescaped(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(ascii.length);
        for (int i = 0; i < ascii.length; i++) {
            if (ascii[i] == '%') {
                bytes.put((byte) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.put(ascii[i]);
            }
        }
        byte[] name = new byte[bytes.position()];
        bytes.rewind().get(name);
        return name;
    }

    private static String escaped(byte... name) {
        StringBuilder text = new StringBuilder(name.length * 3);
        for (byte value : name) {
            text.append(String.format(Locale.ROOT, "%%%02X", value & 0xFF));
        }
        return text.toString();
    }
}
