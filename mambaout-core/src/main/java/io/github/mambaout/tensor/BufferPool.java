package io.github.mambaout.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Buffers that outlive the passes that use them. Allocating tens of megabytes costs more than the arithmetic on them
 * (page faults: 20 ms for 51 MB), so a pass borrows its tensors here and gives them back; after the first pass of a
 * shape nothing is allocated. Safe for many threads.
 */
public final class BufferPool {
    private final Map<Integer, Deque<Tensor>> free = new ConcurrentHashMap<>();
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
    private static int capacity(int elements) {
        if (elements <= 64) {
            return 64;
        }
        int step = Math.max(16, Integer.highestOneBit(elements - 1) >>> 3);
        return Math.addExact((elements - 1) / step * step, step);
    }

    Tensor take(int elements) {
        int capacity = capacity(elements);
        if (imagined) {
            return onStage(capacity);
        }
        Deque<Tensor> buffers = free.computeIfAbsent(capacity, size -> new ArrayDeque<>());
        synchronized (buffers) {
            Tensor reused = buffers.pollLast();
            if (reused != null) {
                return reused;
            }
        }
        return Tensor.zeros(Shape.of(capacity));
    }

    private synchronized Tensor onStage(int capacity) {
        if (stage.shape().elements() < capacity) {
            stage = Tensor.zeros(Shape.of(capacity));
        }
        return stage.slice(0, Shape.of(capacity));
    }

    void giveBack(Tensor buffer) {
        if (imagined) {
            return;
        }
        Deque<Tensor> buffers = free.get(buffer.shape().elements());
        synchronized (buffers) {
            buffers.addLast(buffer);
        }
    }
}
