package io.github.mambaout.kernel;

/**
 * Room for the packed matrices of a network, in a few large arrays. The default collector puts an array of this size at the
 * start of a region of its own and never moves it, so panels begin where a line of cache does: loads that straddle two lines
 * cost a quarter of a kernel's speed where the panel comes from the second-level cache. Under other collectors they may
 * straddle; the results are the same.
 */
public final class PackedMemory {
    /** 4 MB: at least half a region of the collector for heaps of up to 16 GB. */
    private static final int CHUNK = 1 << 20;

    /** Floats of the smallest array, 2 MB, that the default collector gives a region of its own in heaps of up to 8 GB. */
    public static final int LEAST = 1 << 19;

    /** Floats of a line of cache. */
    private static final int LINE = 16;

    /** Floats from the first element of an array to the next line of cache, where the array's header begins with one. */
    public static final int BEHIND_HEADER = 12;

    private final int size;
    private float[] chunk = {};
    private int next;

    /** Room for a network. Takes nothing yet. */
    public PackedMemory() {
        this(CHUNK - BEHIND_HEADER);
    }

    /**
     * Room for few matrices. Takes nothing yet.
     *
     * @param size floats of an array
     */
    public PackedMemory(int size) {
        this.size = Math.addExact(size, BEHIND_HEADER);
    }

    /**
     * A part of an array.
     *
     * @param values the array, zeros where this part lies
     * @param offset index of the part's first value
     */
    record Part(float[] values, int offset) {}

    /** Called by several threads at once. */
    synchronized Part take(int floats) {
        if (floats > size - BEHIND_HEADER) {
            return new Part(new float[Math.addExact(floats, BEHIND_HEADER)], BEHIND_HEADER);
        }
        if (next + floats > chunk.length) {
            chunk = new float[size];
            next = BEHIND_HEADER;
        }
        Part part = new Part(chunk, next);
        next += (floats + LINE - 1) / LINE * LINE;
        return part;
    }
}
