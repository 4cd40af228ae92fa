package io.github.mambaout.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Gets the kernels compiled before they are needed, on threads of its own, while the caller reads weights and pictures. Each is
 * run in thousands of short calls: a kernel whose first call is a long one is compiled while it runs, from what little the
 * compiler has seen of it, and may then stay slow for as long as the process lives.
 *
 * <p>A kernel counts as compiled when its calls are as fast as only the optimising compiler's code is; where that does not
 * happen, the warm-up ends all the same. It changes no result.
 */
public final class KernelWarmUp {
    /** The system property that turns the warm-up off: {@code false}. */
    public static final String PROPERTY = "mambaout.warmup";

    /** One to run kernels while the other waits for the compiler; more would take processors from it. */
    private static final int THREADS = 2;

    /** The optimising compiler is asked after 5,000 calls. */
    private static final int MOST_CALLS = 6_000;

    /** Its code needs 2 on a processor of 2024; that of the compiler before it 25 and more. */
    private static final int NANOSECONDS_PER_OPERATION = 10;

    private static final int NANOSECONDS_PER_CALL = 100;

    /** Calls that must be fast in a row. */
    private static final int FAST_CALLS = 8;

    /** How often the compiler is waited for when all kernels have had their calls. */
    private static final int MOST_WAITS = 150;

    /** The same before training, which takes minutes: more kernels, and larger ones. */
    private static final int MOST_WAITS_BEFORE_TRAINING = 2_000;

    /** Calls between two waits: a compiler with much to do is asked again only after up to three times as many calls. */
    private static final int CALLS_BETWEEN_WAITS = 64;

    private static final long NANOSECONDS_OF_A_WAIT = 1_000_000;

    private final List<KernelExercise> exercises;
    private final int mostWaits;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Thread> threads;

    private KernelWarmUp(List<KernelExercise> exercises, int mostWaits) {
        this.exercises = exercises;
        this.mostWaits = mostWaits;
        threads = IntStream.rangeClosed(1, Math.min(THREADS, exercises.size()))
                .mapToObj(i -> new Thread(this::run, "mambaout-warm-up-" + i))
                .toList();
    }

    private static final class Shared {
        static final KernelWarmUp INSTANCE =
                start(KernelExercise.ofForwardPass(KernelProviders.selected().kernels()), MOST_WAITS);

        private Shared() {}
    }

    /** @return one that has nothing to do and has ended */
    public static KernelWarmUp none() {
        return new KernelWarmUp(List.of(), 0);
    }

    /**
     * @return the one of the provider that this process uses, started by the first call unless {@value #PROPERTY} turns it off
     * @throws IllegalArgumentException as {@link KernelProviders#selected()}
     */
    public static KernelWarmUp shared() {
        // A refusal is clear here; in the initialiser of a class it would be wrapped.
        KernelProviders.selected();
        return Shared.INSTANCE;
    }

    /**
     * Starts one of all kernels of a training step, unless {@value #PROPERTY} turns it off.
     *
     * @param kernels a provider
     * @return the one that was started
     */
    public static KernelWarmUp ofTrainingStep(Kernels kernels) {
        List<KernelExercise> exercises = new ArrayList<>(KernelExercise.ofForwardPass(kernels));
        exercises.addAll(KernelExercise.ofTrainingStep(kernels));
        return start(exercises, MOST_WAITS_BEFORE_TRAINING);
    }

    private static KernelWarmUp start(List<KernelExercise> exercises, int mostWaits) {
        if ("false".equals(System.getProperty(PROPERTY))) {
            return none();
        }
        KernelWarmUp warmUp = new KernelWarmUp(exercises, mostWaits);
        for (Thread thread : warmUp.threads) {
            thread.setDaemon(true);
            thread.start();
        }
        return warmUp;
    }

    /** @return whether nothing is left to do */
    public boolean hasEnded() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Waits for the end; an interrupt ends the waiting and is handed on. */
    public void await() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<KernelExercise> slow = new ArrayList<>();
        for (int i = next.getAndIncrement(); i < exercises.size(); i = next.getAndIncrement()) {
            if (!becomesFast(exercises.get(i), MOST_CALLS)) {
                slow.add(exercises.get(i));
            }
        }
        for (int waits = 0; waits < mostWaits && !slow.isEmpty(); waits++) {
            LockSupport.parkNanos(NANOSECONDS_OF_A_WAIT);
            slow.removeIf(exercise -> becomesFast(exercise, CALLS_BETWEEN_WAITS));
        }
    }

    private static boolean becomesFast(KernelExercise exercise, int calls) {
        long limit = NANOSECONDS_PER_CALL + (long) NANOSECONDS_PER_OPERATION * exercise.operations();
        int fastInARow = 0;
        for (int call = 0; call < calls && fastInARow < FAST_CALLS; call++) {
            long start = System.nanoTime();
            exercise.work().run();
            fastInARow = System.nanoTime() - start < limit ? fastInARow + 1 : 0;
        }
        return fastInARow == FAST_CALLS;
    }
}
