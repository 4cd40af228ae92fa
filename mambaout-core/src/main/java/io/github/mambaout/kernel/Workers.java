package io.github.mambaout.kernel;

import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed set of threads that run the numbered tasks of a job together with the caller. Who runs a task never changes
 * its result. A caller that finds the threads busy with another caller's job runs its tasks alone; so does a task that
 * starts a job of its own. Threads wait briefly for the next job and then park: idle threads cost nothing.
 */
public final class Workers implements AutoCloseable {
    /** Turns of waiting for the next job before parking, some 50 µs: the time between two jobs of one pass. */
    private static final int SPINS = 2_000;

    /** One numbered piece of a job. */
    @FunctionalInterface
    public interface Task {
        /**
         * @param index number of the task
         * @param scratch tiles of the thread that runs it
         */
        void run(int index, Scratch scratch);
    }

    private final Thread[] helpers;
    private final ReentrantLock owner = new ReentrantLock();
    private final Deque<Scratch> scratches = new ConcurrentLinkedDeque<>();
    private volatile Job current = new Job(0, (index, scratch) -> {});
    private volatile boolean closed;

    /** @param threads threads of a job, the caller included; at least 1 */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
        }
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Thread(this::help, "mambaout-worker-" + (i + 1));
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    /** @return threads of a job, the caller included */
    public int threads() {
        return helpers.length + 1;
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
        Job job = new Job(tasks, task);
        boolean alone = helpers.length == 0 || tasks <= 1 || owner.isHeldByCurrentThread() || !owner.tryLock();
        if (alone) {
            work(job);
        } else {
            try {
                current = job;
                for (int i = 0; i < Math.min(helpers.length, tasks - 1); i++) {
                    LockSupport.unpark(helpers[i]);
                }
                work(job);
                job.await();
            } finally {
                owner.unlock();
            }
        }
        job.rethrow();
    }

    private void help() {
        Job seen = current;
        work(seen);
        while (!closed) {
            int spins = 0;
            while (current == seen && !closed) {
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen = current;
            work(seen);
        }
    }

    private void work(Job job) {
        Scratch scratch = Optional.ofNullable(scratches.pollLast()).orElseGet(Scratch::new);
        job.work(scratch);
        scratches.addLast(scratch);
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private static final class Job {
        private final int tasks;
        private final Task task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Job(int tasks, Task task) {
            this.tasks = tasks;
            this.task = task;
        }

        void work(Scratch scratch) {
            for (int index = next.getAndIncrement(); index < tasks; index = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        task.run(index, scratch);
                    }
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        void await() {
            // The last task of another thread ends soon; yielding keeps this right with more threads than cores.
            for (int spins = 0; done.get() < tasks; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }

        void rethrow() {
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
