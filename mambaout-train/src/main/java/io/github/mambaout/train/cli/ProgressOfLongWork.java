package io.github.mambaout.train.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import me.tongfei.progressbar.ProgressBar;

/** One line of the terminal that shows how far some work is; it appears only if the work takes long. */
public final class ProgressOfLongWork implements DoubleConsumer, AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final int PERCENT = 100;

    private final String work;
    private final long start = System.nanoTime();
    private Optional<ProgressBar> bar = Optional.empty();

    /** @param work what is done, for instance {@code Converting} */
    public ProgressOfLongWork(String work) {
        this.work = work;
    }

    /** @param share how much is done, 0 to 1 */
    @Override
    public void accept(double share) {
        if (bar.isEmpty() && Terminal.showsProgress() && System.nanoTime() - start > LONG.toNanos()) {
            bar = Optional.of(TerminalBar.begin(work, PERCENT));
        }
        bar.ifPresent(line -> line.stepTo((long) (PERCENT * share)));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
