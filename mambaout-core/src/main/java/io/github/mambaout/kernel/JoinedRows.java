package io.github.mambaout.kernel;

import io.github.mambaout.tensor.Rows;
import java.util.List;

/** Rows of several maps beside one another, seen as one row each: {@code concat(a, b, …)} that is never written. */
public final class JoinedRows implements TileSource {
    private final List<Rows> parts;
    private final int channels;

    private JoinedRows(List<Rows> parts) {
        this.parts = parts;
        channels = parts.stream().mapToInt(Rows::channels).sum();
    }

    /**
     * @param parts rows of one or more maps, as many of each
     * @return them as one source
     */
    public static JoinedRows of(Rows... parts) {
        return new JoinedRows(List.of(parts));
    }

    @Override
    public int count() {
        return parts.get(0).count();
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public void read(int first, int rows, float[] tile, int tileOffset, int tileStride, Scratch scratch) {
        read(first, rows, 0, channels, tile, tileOffset, tileStride);
    }

    /** Copies a range of the channels of rows into a tile; where the tile's rows are longer, the rest is arbitrary. */
    void read(int first, int rows, int firstChannel, int range, float[] tile, int tileOffset, int tileStride) {
        if (parts.size() == 1 && range == tileStride) {
            parts.get(0).channels(firstChannel, range).read(first, rows, tile, tileOffset, tileStride);
            return;
        }
        int partStart = 0;
        for (Rows part : parts) {
            int begin = Math.max(firstChannel, partStart);
            int end = Math.min(firstChannel + range, partStart + part.channels());
            if (begin < end) {
                part.channels(begin - partStart, end - begin)
                        .readBeside(first, rows, tile, tileOffset + begin - firstChannel, tileStride);
            }
            partStart += part.channels();
        }
    }
}
