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
    private final Map<float[], Integer> arrays = new IdentityHashMap<>(FEW);
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
        count(buffer.shape().elements());
        return tensor;
    }

    private void count(int elements) {
        floats += elements;
        mostFloats = Math.max(mostFloats, floats);
    }

    /**
     * Memory on the heap, which kernels compute on without copying. A pass that is only imagined gets an empty array: who
     * borrows may touch it within tasks only.
     *
     * @param elements floats needed
     * @return an array of at least so many arbitrary values, valid until it is released or this workspace is closed
     */
    public float[] borrowArray(int elements) {
        float[] array = pool.takeArray(elements);
        int capacity = BufferPool.capacity(elements);
        arrays.put(array, capacity);
        count(capacity);
        return array;
    }

    /**
     * Gives an array back before the workspace is closed.
     *
     * @param array one that {@link #borrowArray} gave and nobody will read any more
     */
    public void release(float[] array) {
        Integer capacity = arrays.remove(array);
        if (capacity != null) {
            floats -= capacity;
            pool.giveBack(array);
        }
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

    /** @return the bytes that are borrowed now */
    public long bytes() {
        return floats * Float.BYTES;
    }

    /** @return the most bytes that were borrowed at one time */
    public long mostBytes() {
        return mostFloats * Float.BYTES;
    }

    @Override
    public void close() {
        borrowed.values().forEach(pool::giveBack);
        borrowed.clear();
        arrays.keySet().forEach(pool::giveBack);
        arrays.clear();
        floats = 0;
    }
}
