package io.github.mambaout.tensor;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The tensors of one pass. What was borrowed holds arbitrary values; it goes back to the pool when the workspace is
 * closed, or earlier by {@link #release}. One workspace serves one thread.
 */
public final class Workspace implements AutoCloseable {
    /** A planned prediction borrows its output only. */
    private static final int FEW = 4;

    private final BufferPool pool;
    private final Map<Tensor, Tensor> borrowed = new IdentityHashMap<>(FEW);
    private long floats;
    private long mostFloats;

    Workspace(BufferPool pool) {
        this.pool = pool;
    }

    /**
     * @param shape sizes
     * @return a tensor with arbitrary values, valid until it is released or this workspace is closed
     */
    public Tensor borrow(Shape shape) {
        Tensor buffer = pool.take(shape.elements());
        Tensor tensor = buffer.slice(0, shape);
        borrowed.put(tensor, buffer);
        floats += buffer.shape().elements();
        mostFloats = Math.max(mostFloats, floats);
        return tensor;
    }

    /**
     * Gives a tensor back before the workspace is closed. A tensor that was not borrowed here (a caller's input, a
     * reshaped view) is left alone, so that a chain of layers may release whatever it has consumed.
     *
     * @param tensor a tensor nobody will read any more
     */
    public void release(Tensor tensor) {
        Tensor buffer = borrowed.remove(tensor);
        if (buffer != null) {
            floats -= buffer.shape().elements();
            pool.giveBack(buffer);
        }
    }

    /** @return the most bytes that were borrowed at one time */
    public long mostBytes() {
        return mostFloats * Float.BYTES;
    }

    @Override
    public void close() {
        borrowed.values().forEach(pool::giveBack);
        borrowed.clear();
        floats = 0;
    }
}
