package io.github.mambaout.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.OptionalInt;

/** 32-bit floats from and to the types that files keep them in. The buffers' byte order is the file's. */
final class FloatElements {
    /** Bytes that are read at once: large enough to be quick, small enough to stay in the cache. */
    private static final int CHUNK = 1 << 18;

    private FloatElements() {}

    /**
     * @param in where the elements start
     * @param type a type that {@linkplain ElementType#readsAsFloats() reads as floats}
     * @param order the order of the file's bytes
     * @param count how many elements
     * @param target where their values go, from index 0 on
     * @throws EOFException if there are fewer elements
     * @throws IOException if they can't be read
     */
    static void read(InputStream in, ElementType type, ByteOrder order, int count, FloatBuffer target)
            throws IOException {
        int size = type.bytes();
        int atOnce = Math.min(CHUNK / size, count);
        ByteBuffer chunk = ByteBuffer.allocate(atOnce * size).order(order);
        float[] values = new float[atOnce];
        for (int done = 0; done < count; ) {
            int part = Math.min(atOnce, count - done);
            if (in.readNBytes(chunk.array(), 0, part * size) < part * size) {
                throw new EOFException();
            }
            widen(type, chunk, values, part);
            target.put(done, values, 0, part);
            done += part;
        }
    }

    /**
     * @param type a type that {@linkplain ElementType#readsAsFloats() reads as floats}
     * @param bytes elements from index 0 on
     * @param values where their values go; 64-bit floats are rounded, all others are kept exactly
     * @param count how many
     */
    static void widen(ElementType type, ByteBuffer bytes, float[] values, int count) {
        switch (type) {
            case F32 -> bytes.asFloatBuffer().get(0, values, 0, count);
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = (float) bytes.getDouble(i * Double.BYTES);
                }
            }
            case F16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    values[i] = HalfPrecision.fromHalf(halves.get(i));
                }
            }
            case BF16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    values[i] = HalfPrecision.fromBrainFloat(halves.get(i));
                }
            }
            default -> throw new IllegalArgumentException(type + " does not hold floats");
        }
    }

    /**
     * Rounds to the nearest value that the type has, of two equally near ones to the even one. What is too large for the
     * type becomes infinite.
     *
     * @param values numbers from index 0 on
     * @param count how many
     * @param type {@code F32}, {@code F16} or {@code BF16}
     * @param bytes where they go, from index 0 on
     */
    static void narrow(float[] values, int count, ElementType type, ByteBuffer bytes) {
        switch (type) {
            case F32 -> bytes.asFloatBuffer().put(0, values, 0, count);
            case F16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    halves.put(i, HalfPrecision.toHalf(values[i]));
                }
            }
            case BF16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    halves.put(i, HalfPrecision.toBrainFloat(values[i]));
                }
            }
            default -> throw new IllegalArgumentException("Floats are not written as " + type);
        }
    }

    /**
     * @param values numbers from index 0 on
     * @param count how many
     * @param type {@code F32}, {@code F16} or {@code BF16}
     * @return index of the first finite number that the type can't hold
     */
    static OptionalInt firstBeyond(float[] values, int count, ElementType type) {
        float infiniteFrom = switch (type) {
            case F16 -> HalfPrecision.HALF_INFINITE_FROM;
            case BF16 -> HalfPrecision.BRAIN_FLOAT_INFINITE_FROM;
            default -> Float.POSITIVE_INFINITY;
        };
        for (int i = 0; i < count; i++) {
            if (Math.abs(values[i]) >= infiniteFrom && Float.isFinite(values[i])) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
