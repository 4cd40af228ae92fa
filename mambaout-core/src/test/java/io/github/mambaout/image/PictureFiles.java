package io.github.mambaout.image;

import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The pictures among the test resources, and the hashes by which their pixels are compared. */
final class PictureFiles {
    private PictureFiles() {}

    static byte[] bytes(String name) {
        try (InputStream in = PictureFiles.class.getResourceAsStream("/images/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    static Picture read(String name) {
        return new PictureReader().read(bytes(name), name);
    }

    static String hash(Picture picture) {
        return hash(picture.rgb());
    }

    static String hash(Tensor tensor) {
        ByteBuffer bytes =
                ByteBuffer.allocate(tensor.shape().elements() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.toArray());
        return hash(bytes.array());
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
