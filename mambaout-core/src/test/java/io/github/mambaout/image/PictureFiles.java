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
public final class PictureFiles {
    private PictureFiles() {}

    /**
     * @param name of a file in {@code /images}
     * @return its content
     */
    public static byte[] bytes(String name) {
        try (InputStream in = PictureFiles.class.getResourceAsStream("/images/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    /**
     * @param name of a file in {@code /images}
     * @return the picture in it
     */
    public static Picture read(String name) {
        return new PictureReader().read(bytes(name), name);
    }

    /**
     * @param width columns
     * @param height rows
     * @return a picture of many colours whose bytes are a function of their places, as the README of {@code /images} gives it
     */
    public static Picture made(int width, int height) {
        byte[] rgb = new byte[width * height * Picture.CHANNELS];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < Picture.CHANNELS; c++) {
                    rgb[(y * width + x) * Picture.CHANNELS + c] = (byte) (7 * x + 13 * y + 29 * c + x * y % 11);
                }
            }
        }
        return Picture.of(width, height, rgb);
    }

    /**
     * @param picture any picture
     * @return SHA-256 of its pixels
     */
    public static String hash(Picture picture) {
        return hash(picture.rgb());
    }

    /**
     * @param tensor any tensor
     * @return SHA-256 of its values as little-endian floats
     */
    public static String hash(Tensor tensor) {
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
