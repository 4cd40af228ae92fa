package io.github.mambaout.train.data;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A long list of short names as bytes, one behind the other: what a name takes is its bytes and four more. A million strings would
 * take ten times as much.
 */
final class CompactNames {
    private final byte[] bytes;
    private final int[] ends;

    private CompactNames(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    int size() {
        return ends.length;
    }

    byte[] get(int index) {
        return Arrays.copyOfRange(bytes, index == 0 ? 0 : ends[index - 1], ends[index]);
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(ends.length);
        for (int end : ends) {
            out.writeInt(end);
        }
        out.write(bytes);
    }

    /**
     * @param in what {@link #writeTo} wrote
     * @throws IOException if it ends early or is nothing of the kind
     */
    static CompactNames readFrom(DataInputStream in) throws IOException {
        int[] ends = new int[in.readInt()];
        int last = 0;
        for (int i = 0; i < ends.length; i++) {
            ends[i] = in.readInt();
            if (ends[i] < last) {
                throw new IOException("name " + i + " ends before it starts");
            }
            last = ends[i];
        }
        byte[] bytes = new byte[last];
        in.readFully(bytes);
        return new CompactNames(bytes, ends);
    }

    /** Collects names. */
    static final class Builder {
        private byte[] bytes = new byte[1 << 10];
        private int[] ends = new int[1 << 6];
        private int count;
        private int used;

        Builder add(byte... name) {
            int end = Math.addExact(used, name.length);
            bytes = end > bytes.length ? Arrays.copyOf(bytes, grown(bytes.length, end)) : bytes;
            ends = count == ends.length ? Arrays.copyOf(ends, grown(count, count + 1)) : ends;
            System.arraycopy(name, 0, bytes, used, name.length);
            ends[count++] = end;
            used = end;
            return this;
        }

        int size() {
            return count;
        }

        private static int grown(int length, int needed) {
            return Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, length + (length >> 1) + 1L));
        }

        CompactNames build() {
            return new CompactNames(Arrays.copyOf(bytes, used), Arrays.copyOf(ends, count));
        }
    }
}
