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
        Deque<Tensor> buffers = free.computeIfAbsent(capacity, size -> new ArrayDeque<>());
        synchronized (buffers) {
            Tensor reused = buffers.pollLast();
            if (reused != null) {
                return reused;
            }
        }
        return Tensor.zeros(Shape.of(capacity));
    }

    void giveBack(Tensor buffer) {
        Deque<Tensor> buffers = free.get(buffer.shape().elements());
        synchronized (buffers) {
            buffers.addLast(buffer);
        }
    }
}
