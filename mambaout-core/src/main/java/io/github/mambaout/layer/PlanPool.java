package io.github.mambaout.layer;

import io.github.mambaout.tensor.Shape;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Plans with their memory, by the shape of the input. A plan serves one caller at a time. As many callers as there are
 * processors compute at the same time and others wait: more would only share the processors, and each needs a plan. The plans
 * used last are kept, as long as memory is not short.
 *
 * @param <P> a plan
 */
final class PlanPool<P> {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Plans that are kept: those of all callers, and of some more shapes. */
    private static final int MOST_KEPT = PROCESSORS + 3;

    private record Kept<P>(Shape shape, SoftReference<P> plan) {}

    private final Function<Shape, P> maker;
    private final Deque<Kept<P>> free = new ArrayDeque<>();
    private final Semaphore callers = new Semaphore(PROCESSORS, true);

    /** @param maker makes a plan for an input of a shape */
    PlanPool(Function<Shape, P> maker) {
        this.maker = maker;
    }

    /**
     * @param shape shape of an input
     * @param work what to do with a plan for it
     */
    void use(Shape shape, Consumer<P> work) {
        callers.acquireUninterruptibly();
        try {
            P plan = take(shape).orElseGet(() -> maker.apply(shape));
            work.accept(plan);
            // One that failed is not kept: nobody knows what state it is in.
            keep(new Kept<>(shape, new SoftReference<>(plan)));
        } finally {
            callers.release();
        }
    }

    private synchronized Optional<P> take(Shape shape) {
        for (Iterator<Kept<P>> kept = free.iterator(); kept.hasNext(); ) {
            Kept<P> next = kept.next();
            if (next.shape.equals(shape)) {
                kept.remove();
                return Optional.ofNullable(next.plan.get());
            }
        }
        return Optional.empty();
    }

    private synchronized void keep(Kept<P> plan) {
        free.addFirst(plan);
        if (free.size() > MOST_KEPT) {
            free.removeLast();
        }
    }
}
