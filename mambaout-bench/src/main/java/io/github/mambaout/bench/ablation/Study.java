package io.github.mambaout.bench.ablation;

import io.github.mambaout.train.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs that belong together. Their results are kept in a folder by a hash of what decides about them, so that a study that
 * was stopped, or that shares runs with an earlier one, trains only what is missing.
 *
 * <pre>{@code
 * List<AblationRun> runs = AblationRun.grid(List.of("gated-cnn", "ssm"), List.of(0L, 1L, 2L), base);
 * AblationResults results = Study.of(runs, Path.of("runs/study")).run();
 * }</pre>
 */
public final class Study {
    private final List<AblationRun> runs;
    private final Path folder;
    private final int parallel;
    private final RunTrainer trainer;
    private final StudyListener listener;

    private Study(List<AblationRun> runs, Path folder, int parallel, RunTrainer trainer, StudyListener listener) {
        this.runs = runs;
        this.folder = folder;
        this.parallel = parallel;
        this.trainer = trainer;
        this.listener = listener;
    }

    /**
     * @param runs what to train; each twin with each seed once
     * @param folder where results are kept; made if it is missing
     * @return a study that trains one run at a time and logs its progress
     * @throws IllegalArgumentException if there are no runs, or a twin has a seed twice
     */
    public static Study of(List<AblationRun> runs, Path folder) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("A study has at least one run");
        }
        Set<String> known = new HashSet<>();
        for (AblationRun run : runs) {
            if (!known.add(run.describe())) {
                throw new IllegalArgumentException("The study has a run twice: " + run.describe());
            }
        }
        return new Study(List.copyOf(runs), folder, 1, new FullTraining(), StudyListener.logging());
    }

    /**
     * @param count how many runs go on at once, at least 1; no more than there are cores do. Their results are the same bits;
     *     their times are not comparable with those of runs alone
     * @return a study like this one
     */
    public Study parallel(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("At least 1 run goes on at a time, not " + count);
        }
        return new Study(runs, folder, Math.min(count, Runtime.getRuntime().availableProcessors()), trainer, listener);
    }

    /**
     * @param own carries out the runs
     * @return a study like this one
     */
    public Study trainedBy(RunTrainer own) {
        return new Study(runs, folder, parallel, own, listener);
    }

    /**
     * @param told is told the progress instead of the log
     * @return a study like this one
     */
    public Study listenedTo(StudyListener told) {
        return new Study(runs, folder, parallel, trainer, told);
    }

    /**
     * Trains what is missing.
     *
     * @return the results of all runs, in their order
     * @throws StudyException if another study has the folder, or a kept result can't be read
     * @throws io.github.mambaout.train.data.DataException if the data are missing, empty or wrong; nothing was trained then
     * @throws RuntimeException what a run failed with; runs under way have ended and are kept, others were not begun
     */
    public AblationResults run() {
        try (StudyFolder place = StudyFolder.take(folder)) {
            return new Course(place).run();
        }
    }

    /** One going through the runs; its methods that change anything hold its monitor. */
    private final class Course {
        private final StudyFolder place;
        private final Environment environment = Environment.here();
        private final Map<AblationRun, String> keys = new LinkedHashMap<>();
        private final Map<AblationRun, RunResult> results = new LinkedHashMap<>();
        private final int kept;
        private boolean failed;

        Course(StudyFolder place) {
            this.place = place;
            RunKeys hashes = new RunKeys(environment);
            for (AblationRun run : runs) {
                String key = hashes.of(run);
                keys.put(run, key);
                place.find(key).ifPresent(result -> results.put(run, result));
            }
            kept = results.size();
        }

        AblationResults run() {
            tell(Optional.empty());
            ExecutorService workers = Executors.newFixedThreadPool(parallel);
            try {
                List<CompletableFuture<Void>> under = new ArrayList<>();
                for (AblationRun run : missing()) {
                    under.add(CompletableFuture.runAsync(() -> train(run), workers));
                }
                CompletableFuture.allOf(under.toArray(CompletableFuture[]::new)).join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof RuntimeException reason ? reason : e;
            } finally {
                workers.shutdown();
            }
            return new AblationResults(runs.stream().map(results::get).toList());
        }

        private void train(AblationRun run) {
            if (hasFailed()) {
                return;
            }
            try {
                String key = keys.get(run);
                RunResult result = trainer.train(placed(run, key), key, environment);
                place.keep(result);
                finished(run, result);
            } catch (RuntimeException | Error e) {
                fail();
                throw e;
            }
        }

        /** Runs at once share the cores; the bits do not depend on the number of threads. */
        private AblationRun placed(AblationRun run, String key) {
            TrainingConfig config = run.config();
            int share = Math.max(1, Runtime.getRuntime().availableProcessors() / parallel);
            int threads = config.run().threads() == 0 && parallel > 1
                    ? share
                    : config.run().threads();
            return new AblationRun(
                    run.twin(),
                    config.toBuilder()
                            .threads(threads)
                            .output(place.of(run, key).toString())
                            .build());
        }

        private synchronized List<AblationRun> missing() {
            return runs.stream().filter(run -> !results.containsKey(run)).toList();
        }

        private synchronized boolean hasFailed() {
            return failed;
        }

        private synchronized void fail() {
            failed = true;
        }

        private synchronized void finished(AblationRun run, RunResult result) {
            results.put(run, result);
            tell(Optional.of(result));
        }

        private synchronized void tell(Optional<RunResult> latest) {
            listener.progressed(new StudyProgress(
                    results.size(), runs.size(), kept, latest, TimeLeft.of(missing(), results.values(), parallel)));
        }
    }
}
