package io.github.mambaout.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Buffers and arrays that outlive the passes that use them. Allocating tens of megabytes costs more than the arithmetic on them
 * (page faults: 20 ms for 51 MB), so a pass borrows its tensors here and gives them back; after the first pass of a
 * shape nothing is allocated. Safe for many threads.
 */
public final class BufferPool {
    private final Shelves<Tensor> tensors = new Shelves<>(
            capacity -> Tensor.zeros(Shape.of(capacity)),
            tensor -> tensor.shape().elements());
    private final Shelves<float[]> arrays = new Shelves<>(float[]::new, array -> array.length);
    private final boolean imagined;
    private Tensor stage = Tensor.zeros(Shape.of(0));

    /** An empty pool. */
    public BufferPool() {
        this(false);
    }

    private BufferPool(boolean imagined) {
        this.imagined = imagined;
    }

    /**
     * For finding out what a pass will take before it takes it: all tensors of such a pool lie in the same place, which is as large
     * as the largest of them, and what is written there means nothing.
     *
     * @return a pool whose workspaces count as those of any other
     */
    public static BufferPool imagined() {
        return new BufferPool(true);
    }

    /** @return a workspace that borrows from this pool until it is closed */
    public Workspace open() {
        return new Workspace(this);
    }

    /** Sizes are rounded up to an eighth of their power of two, so that few sizes serve all shapes. */
    static int capacity(int elements) {
        if (elements <= 64) {
            return 64;
        }
        int step = Math.max(16, Integer.highestOneBit(elements - 1) >>> 3);
        return Math.addExact((elements - 1) / step * step, step);
    }

    Tensor take(int elements) {
        int capacity = capacity(elements);
        return imagined ? onStage(capacity) : tensors.take(capacity);
    }

    /** An array of at least so many elements; in an imagined pool an empty one, since nothing is written there. */
    float[] takeArray(int elements) {
        return imagined ? new float[0] : arrays.take(capacity(elements));
    }

    private synchronized Tensor onStage(int capacity) {
        if (stage.shape().elements() < capacity) {
            stage = Tensor.zeros(Shape.of(capacity));
        }
        return stage.slice(0, Shape.of(capacity));
    }

    void giveBack(Tensor buffer) {
        if (!imagined) {
            tensors.giveBack(buffer);
        }
    }

    void giveBack(float[] array) {
        if (!imagined) {
            arrays.giveBack(array);
        }
    }

    /** What lies ready, by its size. */
    private static final class Shelves<T> {
        private final Map<Integer, Deque<T>> free = new ConcurrentHashMap<>();
        private final IntFunction<T> maker;
        private final ToIntFunction<T> size;

        Shelves(IntFunction<T> maker, ToIntFunction<T> size) {
            this.maker = maker;
            this.size = size;
        }

        T take(int capacity) {
            Deque<T> shelf = free.computeIfAbsent(capacity, unused -> new ArrayDeque<>());
            synchronized (shelf) {
                T reused = shelf.pollLast();
                if (reused != null) {
                    return reused;
                }
            }
            return maker.apply(capacity);
        }

        void giveBack(T given) {
            Deque<T> shelf = free.get(size.applyAsInt(given));
            synchronized (shelf) {
                shelf.addLast(given);
            }
        }
    }
}
