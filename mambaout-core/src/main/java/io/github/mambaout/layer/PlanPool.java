package io.github.mambaout.layer;

import io.github.mambaout.kernel.Workers;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * Plans with their memory, by the shape of the input and the number of threads. A plan serves one caller at a time. As many callers as there are
 * processors compute at the same time and others wait: more would only share the processors, and each needs a plan. The plans
 * used last are kept, as long as memory is not short.
 *
 * @param <P> a plan
 */
final class PlanPool<P> {
    /** Pictures of a plan at most: enough to share the reading of weights, few enough for their maps to fit in memory. */
    private static final int MOST_PICTURES = 8;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Plans that are kept: those of all callers, and of some more shapes. */
    private static final int MOST_KEPT = PROCESSORS + 3;

    private record Kept<P>(Shape shape, int threads, SoftReference<P> plan) {
        boolean fits(Shape wantedShape, int wantedThreads) {
            return threads == wantedThreads && shape.equals(wantedShape);
        }
    }

    /** Makes plans. */
    @FunctionalInterface
    interface Maker<P> {
        /**
         * @param shape shape of an input
         * @param threads threads that the work is to be cut for; results do not depend on it
         */
        P plan(Shape shape, int threads);
    }

    private final Maker<P> maker;
    private final Deque<Kept<P>> free = new ArrayDeque<>();
    private final Semaphore callers = new Semaphore(PROCESSORS, true);

    PlanPool(Maker<P> maker) {
        this.maker = maker;
    }

    /**
     * Computes a batch some pictures at a time.
     *
     * @param input {@code [N, H, W, C]}; nothing is done where it is empty
     * @param workers threads that will run the plans
     * @param work what to do with a plan for some of the pictures, and the number of the first one
     */
    void eachPart(Tensor input, Workers workers, ObjIntConsumer<P> work) {
        Shape shape = input.shape();
        if (shape.elements() == 0) {
            return;
        }
        for (int first = 0; first < shape.size(0); first += MOST_PICTURES) {
            int start = first;
            int count = Math.min(MOST_PICTURES, shape.size(0) - first);
            use(
                    Shape.of(count, shape.size(1), shape.size(2), shape.channels()),
                    workers.threads(),
                    plan -> work.accept(plan, start));
        }
    }

    /**
     * Makes the plan that the first pictures of an input will need.
     *
     * @param input {@code [N, H, W, C]}
     * @param workers threads that will run it
     */
    void prepare(Shape input, Workers workers) {
        int count = Math.min(MOST_PICTURES, input.size(0));
        use(Shape.of(count, input.size(1), input.size(2), input.channels()), workers.threads(), plan -> {});
    }

    private void use(Shape shape, int threads, Consumer<P> work) {
        callers.acquireUninterruptibly();
        try {
            P plan = take(shape, threads).orElseGet(() -> maker.plan(shape, threads));
            work.accept(plan);
            // One that failed is not kept: nobody knows what state it is in.
            keep(new Kept<>(shape, threads, new SoftReference<>(plan)));
        } finally {
            callers.release();
        }
    }

    private synchronized Optional<P> take(Shape shape, int threads) {
        for (Iterator<Kept<P>> kept = free.iterator(); kept.hasNext(); ) {
            Kept<P> next = kept.next();
            if (next.fits(shape, threads)) {
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
