package io.github.mambaout.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a file from a position on. Many of them may read one channel at the same time, as none moves its position. */
final class ChannelInput extends InputStream {
    private final FileChannel channel;
    private long position;

    ChannelInput(FileChannel channel, long position) {
        this.channel = channel;
        this.position = position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = channel.read(ByteBuffer.wrap(target, from, length), position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long length) throws IOException {
        long skipped = Math.max(0, Math.min(length, channel.size() - position));
        position += skipped;
        return skipped;
    }
}
