package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.StudyListener;
import io.github.mambaout.bench.ablation.StudyProgress;
import io.github.mambaout.train.TrainingListener;
import io.github.mambaout.train.TrainingProgress;
import io.github.mambaout.train.cli.Terminal;
import io.github.mambaout.train.cli.TerminalBar;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;

/** How far a study is: a bar over all its updates on a terminal, and a line for each run that ends. */
final class StudyProgressLine implements StudyListener, TrainingListener, AutoCloseable {
    private final PrintWriter out;
    private final long updatesOfRun;
    private final Optional<ProgressBar> bar;
    private final AtomicLong updates = new AtomicLong();

    /**
     * @param out for the lines
     * @param work what is done, for instance {@code Study}
     * @param runs how many runs there are
     * @param updatesOfRun updates of each
     */
    StudyProgressLine(PrintWriter out, String work, int runs, long updatesOfRun) {
        this.out = out;
        this.updatesOfRun = updatesOfRun;
        bar = Terminal.showsProgress() ? Optional.of(TerminalBar.begin(work, runs * updatesOfRun)) : Optional.empty();
    }

    @Override
    public void progressed(StudyProgress progress) {
        out.println(progress.describe());
        out.flush();
        if (progress.latest().isEmpty()) {
            show(updates.addAndGet(progress.kept() * updatesOfRun));
        }
    }

    @Override
    public void updated(TrainingProgress progress) {
        show(updates.incrementAndGet());
    }

    private void show(long done) {
        bar.ifPresent(line -> line.stepTo(done));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
