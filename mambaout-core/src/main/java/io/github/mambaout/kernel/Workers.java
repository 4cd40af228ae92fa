package io.github.mambaout.kernel;

import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed set of threads that run the numbered tasks of a job together with the caller. Who runs a task never changes
 * its result. Each thread has a share of the tasks, the same one in every job of as many tasks, so that what it left in its
 * cache is there the next time; when its share is done it helps the others. Starting a job allocates nothing.
 *
 * <p>A caller that finds the threads busy with another caller's job runs its tasks alone; so does a task that starts a job of
 * its own. Threads wait briefly for the next job and then park: idle threads cost nothing.
 */
public final class Workers implements AutoCloseable {
    /** Turns of waiting for the next job before parking, some 50 µs: the time between two jobs of one pass. */
    private static final int SPINS = 2_000;

    /** Distance of the counters of two threads: a line of cache and its neighbour, which are fetched together. */
    private static final int APART = 16;

    private static final Task NONE = (index, scratch) -> {};

    /** One numbered piece of a job. */
    @FunctionalInterface
    public interface Task {
        /**
         * @param index number of the task
         * @param scratch tiles of the thread that runs it
         */
        void run(int index, Scratch scratch);
    }

    private final int threads;
    private final boolean idle;
    private final Thread[] helpers;
    private final ReentrantLock owner = new ReentrantLock();
    private final Scratch ownersScratch = new Scratch();
    private final Deque<Scratch> scratches = new ConcurrentLinkedDeque<>();
    private final AtomicIntegerArray parked;

    /** The number of the present job; what describes the job is written before it. */
    private volatile int job;

    private Task task = NONE;
    private int coarse;
    private int fine;
    /**
     * For each share the number of its job, in the upper half, and how many of its tasks were taken. A thread that comes too
     * late for a job finds another number there and takes nothing.
     */
    private final AtomicLongArray taken;

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    /** @param threads threads of a job, the caller included; at least 1 */
    public Workers(int threads) {
        this(threads, false);
    }

    private Workers(int threads, boolean idle) {
        this.idle = idle;
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
        }
        this.threads = threads;
        taken = new AtomicLongArray(APART * threads);
        parked = new AtomicIntegerArray(APART * threads);
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            int share = i + 1;
            helpers[i] = new Thread(() -> help(share), "mambaout-worker-" + share);
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    /** @return workers that have no thread but the caller */
    public static Workers alone() {
        return new Workers(1);
    }

    /** @return workers that leave every task undone, to walk through a pass without computing it */
    static Workers idle() {
        return new Workers(1, true);
    }

    /** @return whether every task is left undone, in a pass that is only imagined */
    public boolean areIdle() {
        return idle;
    }

    /** @return threads of a job, the caller included */
    public int threads() {
        return threads;
    }

    /**
     * Runs tasks 0 to {@code tasks − 1}, each once, and returns when all are done. Whatever they wrote is visible to the
     * caller.
     *
     * @param tasks number of tasks; it must depend on shapes alone if results are to be the same for any number of
     *     threads
     * @param task what to do
     * @throws RuntimeException the first exception that a task threw; tasks not yet begun are then left out
     */
    public void run(int tasks, Task task) {
        run(tasks, 0, task);
    }

    /**
     * Runs tasks of two sizes: every thread its share of the coarse ones first, then its share of the fine ones, which even
     * out the end of the job.
     *
     * @param coarse number of the tasks that come first, 0 to {@code coarse − 1}
     * @param fine number of the tasks behind them, {@code coarse} to {@code coarse + fine − 1}
     * @param task what to do
     * @throws RuntimeException the first exception that a task threw; tasks not yet begun are then left out
     */
    public void run(int coarse, int fine, Task task) {
        int tasks = coarse + fine;
        if (idle) {
            return;
        }
        if (threads == 1 || tasks <= 1 || owner.isHeldByCurrentThread() || !owner.tryLock()) {
            runAlone(tasks, task);
            return;
        }
        try {
            start(coarse, fine, task);
            work(job, 0, ownersScratch);
            awaitAll(tasks);
            rethrow();
        } finally {
            this.task = NONE;
            owner.unlock();
        }
    }

    private void runAlone(int tasks, Task task) {
        Scratch scratch = Optional.ofNullable(scratches.pollLast()).orElseGet(Scratch::new);
        try {
            for (int index = 0; index < tasks; index++) {
                task.run(index, scratch);
            }
        } finally {
            scratches.addLast(scratch);
        }
    }

    private void start(int coarse, int fine, Task task) {
        int next = job + 1;
        // Closed before the job's description changes: a late thread of the last job must not take a task of this one.
        for (int share = 0; share < threads; share++) {
            taken.set(share * APART, state(next, Integer.MAX_VALUE));
        }
        this.task = task;
        this.coarse = coarse;
        this.fine = fine;
        done.set(0);
        failure.set(null);
        for (int share = 0; share < threads; share++) {
            taken.set(share * APART, state(next, 0));
        }
        job = next;
        for (int share = 1; share < Math.min(threads, coarse + fine); share++) {
            if (parked.get(share * APART) != 0) {
                LockSupport.unpark(helpers[share - 1]);
            }
        }
    }

    private static long state(int job, int taken) {
        return (long) job << Integer.SIZE | taken;
    }

    private void help(int share) {
        Scratch scratch = new Scratch();
        int seen = 0;
        while (!closed) {
            int spins = 0;
            while (job == seen && !closed) {
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    parked.set(share * APART, 1);
                    // Looked at once more: a job that began in between did not see this thread parked.
                    if (job == seen && !closed) {
                        LockSupport.park(this);
                    }
                    parked.set(share * APART, 0);
                }
            }
            seen = job;
            work(seen, share, scratch);
        }
    }

    private void work(int seen, int share, Scratch scratch) {
        Task mine = task;
        int coarseTasks = coarse;
        int fineTasks = fine;
        for (int turn = 0; turn < threads; turn++) {
            int from = (share + turn) % threads;
            int coarseStart = bound(from, coarseTasks);
            int coarseCount = bound(from + 1, coarseTasks) - coarseStart;
            int fineStart = bound(from, fineTasks);
            int count = coarseCount + bound(from + 1, fineTasks) - fineStart;
            for (int i = take(from, seen, count); i < count; i = take(from, seen, count)) {
                int index = i < coarseCount ? coarseStart + i : coarseTasks + fineStart + i - coarseCount;
                runOne(mine, index, scratch);
            }
        }
    }

    private int bound(int share, int tasks) {
        return (int) ((long) share * tasks / threads);
    }

    /** @return the number of the task within its share, or {@code count} where none is left or the job is over */
    private int take(int share, int seen, int count) {
        while (true) {
            long state = taken.get(share * APART);
            int number = (int) state;
            if ((int) (state >>> Integer.SIZE) != seen || number >= count) {
                return count;
            }
            if (taken.compareAndSet(share * APART, state, state + 1)) {
                return number;
            }
        }
    }

    private void runOne(Task mine, int index, Scratch scratch) {
        try {
            if (failure.get() == null) {
                mine.run(index, scratch);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            done.incrementAndGet();
        }
    }

    private void awaitAll(int tasks) {
        // The last task of another thread ends soon; yielding keeps this right with more threads than cores.
        for (int spins = 0; done.get() < tasks; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private void rethrow() {
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
