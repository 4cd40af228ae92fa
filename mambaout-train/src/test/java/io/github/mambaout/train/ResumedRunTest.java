package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.train.checkpoint.Checkpoint;
import io.github.mambaout.train.checkpoint.CheckpointStore;
import io.github.mambaout.train.checkpoint.RunFolderException;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.weights.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of 16 updates, 7 an epoch, with everything that draws random numbers or keeps state. */
class ResumedRunTest {
    private static final List<String> WEIGHTS =
            List.of("last.safetensors", "last-averaged.safetensors", "best.safetensors");

    @TempDir
    Path folder;

    private String data;

    @BeforeEach
    void writePictures() throws IOException {
        data = NoisyPictures.inFolders(folder.resolve("data"));
    }

    private TrainingConfigBuilder<TrainingConfig> config(String name) {
        return TrainingConfig.builder()
                .set("data", data)
                .set("model", "mambaout_femto")
                .set("depths", List.of(1, 1))
                .set("dims", List.of(8, 16))
                .set("img-size", 16)
                .set("batch-size", 4)
                .set("grad-accum-steps", 2)
                .set("max-updates", 16)
                .set("warmup", 4)
                .set("drop-path", 0.2)
                .set("mixup", 0.8)
                .set("cutmix", 1)
                .set("aa", "rand-m9-mstd0.5-inc1")
                .set("reprob", 0.25)
                .set("model-ema", true)
                .set("model-ema-decay", 0.9)
                .set("log-every", 3)
                .set("threads", 1)
                .set("output", folder.resolve(name).toString());
    }

    /** Is told what happens, and may stop the run. */
    private static final class Watch implements TrainingListener {
        private final List<Trainer> trainer = new ArrayList<>();
        private long stopAfterUpdate = -1;
        private boolean stopInEvaluation;
        private Consumer<TrainingProgress> also = progress -> {};

        TrainingResult run(TrainingConfig config) {
            trainer.add(new Trainer(config, this));
            return trainer.get(0).run();
        }

        @Override
        public void updated(TrainingProgress progress) {
            also.accept(progress);
            if (progress.updates() == stopAfterUpdate) {
                trainer.get(0).requestStop();
            }
        }

        @Override
        public void evaluating(long pictures) {
            if (stopInEvaluation) {
                trainer.get(0).requestStop();
            }
        }
    }

    private TrainingResult stoppedAfter(long update, TrainingConfig config) {
        Watch watch = new Watch();
        watch.stopAfterUpdate = update;
        TrainingResult result = watch.run(config);
        assertThat(result.stopped()).isTrue();
        assertThat(result.updates()).isEqualTo(update);
        return result;
    }

    private void assertEqualRuns(String name, String expected) throws IOException {
        for (String file : WEIGHTS) {
            assertThat(folder.resolve(name).resolve(file))
                    .hasSameBinaryContentAs(folder.resolve(expected).resolve(file));
        }
        assertThat(withoutTimes(name)).isEqualTo(withoutTimes(expected));
    }

    /** The lines of figures, but for speed, waiting and time. */
    private List<String> withoutTimes(String name) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(name).resolve("metrics.csv"))) {
            return lines.map(line -> {
                        List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
                        cells.subList(5, 8).clear();
                        return String.join(",", cells);
                    })
                    .toList();
        }
    }

    private List<Path> checkpoints(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name).resolve("checkpoints"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void stoppedRunEndsAsOneThatWasNeverStopped() throws IOException {
        TrainingResult whole = new Trainer(config("whole").build()).run();
        assertThat(whole.startedAfter()).isZero();
        stoppedAfter(5, config("parts").build());
        TrainingResult second =
                stoppedAfter(11, config("parts").set("threads", 2).build());
        assertThat(second.startedAfter()).isEqualTo(5);
        TrainingResult last = new Trainer(config("parts").set("workers", 4).build()).run();
        assertThat(last.startedAfter()).isEqualTo(11);
        assertThat(last.stopped()).isFalse();
        assertEqualRuns("parts", "whole");
        assertThat(last.evaluations()).isEqualTo(whole.evaluations()).hasSize(3);
        assertThat(Files.readString(last.folder().report())).contains("Confusion matrix");
    }

    @Test
    void runThatIsStoppedInAnEvaluationJudgesAnewAndEndsTheSame() throws IOException {
        new Trainer(config("whole").build()).run();
        Watch watch = new Watch();
        watch.stopInEvaluation = true;
        TrainingResult stopped = watch.run(config("parts").build());
        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.updates()).isEqualTo(7);
        assertThat(stopped.evaluations()).isEmpty();
        TrainingResult last = new Trainer(config("parts").build()).run();
        assertThat(last.evaluations()).extracting(EpochMetrics::update).containsExactly(7L, 14L, 16L);
        assertEqualRuns("parts", "whole");
    }

    @Test
    void damagedCheckpointIsPassedOver() throws IOException {
        new Trainer(config("whole").build()).run();
        stoppedAfter(11, config("parts").set("checkpoint-every", 4).build());
        List<Path> checkpoints = checkpoints("parts");
        assertThat(checkpoints)
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "update-000000007.safetensors", "update-000000008.safetensors", "update-000000011.safetensors");
        byte[] bytes = Files.readAllBytes(checkpoints.get(2));
        bytes[bytes.length / 3] ^= 8;
        Files.write(checkpoints.get(2), bytes);
        TrainingResult last = new Trainer(config("parts").build()).run();
        assertThat(last.startedAfter()).isEqualTo(8);
        assertEqualRuns("parts", "whole");
    }

    @Test
    void checkpointIsAWeightFile() throws IOException {
        new Trainer(config("whole").build()).run();
        List<Path> checkpoints = checkpoints("whole");
        assertThat(ModelFile.load(checkpoints.get(checkpoints.size() - 1))
                        .model()
                        .parameters()
                        .flat()
                        .toArray())
                .isEqualTo(ModelFile.load(folder.resolve("whole/last.safetensors"))
                        .model()
                        .parameters()
                        .flat()
                        .toArray());
    }

    @Test
    void runWithOtherSettingsDoesNotGoOnButMayStartOver() throws IOException {
        stoppedAfter(3, config("run").build());
        TrainingConfig other = config("run").set("lr", 0.5).set("seed", 3).build();
        assertThatThrownBy(() -> new Trainer(other).run())
                .isInstanceOf(RunFolderException.class)
                .hasMessageContainingAll(
                        "run: the run in this folder was begun with other settings",
                        "lr was 0.001 and is 0.5; seed was 0 and is 3.",
                        "--fresh",
                        "config.yaml");
        assertThat(TrainingConfigFile.read(folder.resolve("run/config.yaml")))
                .isEqualTo(config("run").build());
        TrainingResult over = new Trainer(other).startingOver().run();
        assertThat(over.startedAfter()).isZero();
        new Trainer(config("other").set("lr", 0.5).set("seed", 3).build()).run();
        assertEqualRuns("run", "other");
    }

    @Test
    void dataThatChangedAreADifference() throws IOException {
        stoppedAfter(3, config("run").build());
        Files.delete(folder.resolve("data/train/blue/0.png"));
        assertThatThrownBy(() -> new Trainer(config("run").build()).run())
                .isInstanceOf(RunFolderException.class)
                .hasMessageContaining("number of training pictures was 60 and is 59");
    }

    @Test
    void finishedRunStaysAsItIs() throws IOException {
        new Trainer(config("run").build()).run();
        byte[] weights = Files.readAllBytes(folder.resolve("run/last.safetensors"));
        List<String> figures = Files.readAllLines(folder.resolve("run/metrics.csv"));
        Files.delete(folder.resolve("run/report.html"));
        TrainingResult again = new Trainer(config("run").build()).run();
        assertThat(again.wasFinishedBefore()).isTrue();
        assertThat(again.updates()).isEqualTo(16);
        assertThat(again.best()).isPresent();
        assertThat(folder.resolve("run/last.safetensors")).hasBinaryContent(weights);
        assertThat(Files.readAllLines(folder.resolve("run/metrics.csv"))).isEqualTo(figures);
        assertThat(Files.readString(folder.resolve("run/report.html"))).contains("Confusion matrix");
    }

    @Test
    void secondRunOnAFolderIsRefused() {
        List<String> refusals = new ArrayList<>();
        Watch watch = new Watch();
        watch.also = progress -> {
            if (progress.updates() == 2) {
                assertThatThrownBy(() -> new Trainer(config("run").build()).run())
                        .isInstanceOf(RunFolderException.class)
                        .satisfies(refusal -> refusals.add(refusal.getMessage()));
            }
        };
        TrainingResult result = watch.run(config("run").build());
        assertThat(result.updates()).isEqualTo(16);
        assertThat(refusals).hasSize(1);
        assertThat(refusals.get(0))
                .contains("process " + ProcessHandle.current().pid() + " is training into this folder");
    }

    @Test
    void stateCanBeSavedByAnotherThreadInTheMiddleOfAnEvaluation() throws IOException {
        new Trainer(config("whole").build()).run();
        for (int crash = 1; crash <= 2; crash++) {
            int evaluationsBefore = crash;
            List<Trainer> trainers = new ArrayList<>();
            TrainingListener crashing = new TrainingListener() {
                private int evaluations;

                @Override
                public void evaluating(long pictures) {
                    // The first evaluation is of the weights, the second of their average, which is in their place
                    // then.
                    evaluations += pictures == NoisyPictures.HELD_OUT ? 1 : 0;
                    if (evaluations == evaluationsBefore) {
                        saveOnAnotherThread(trainers.get(0));
                        throw new IllegalStateException("crashed");
                    }
                }
            };
            TrainingConfig config = config("crash-" + crash).build();
            trainers.add(new Trainer(config, crashing));
            assertThatThrownBy(() -> trainers.get(0).run()).hasMessage("crashed");
            assertThat(newest("crash-" + crash).updates()).isEqualTo(7);
            TrainingResult rest = new Trainer(config).run();
            assertThat(rest.startedAfter()).isEqualTo(7);
            assertEqualRuns("crash-" + crash, "whole");
        }
    }

    private static void saveOnAnotherThread(Trainer trainer) {
        Thread saving = new Thread(trainer::save);
        saving.start();
        try {
            saving.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void dataThatVanishLeaveARunThatGoesOn() throws IOException {
        new Trainer(config("whole").build()).run();
        Path place = folder.resolve("data");
        Path away = folder.resolve("away");
        Watch watch = new Watch();
        watch.also = progress -> {
            if (progress.updates() == 3) {
                move(place, away);
            }
        };
        assertThatThrownBy(() -> watch.run(config("parts").build()))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("are gone", "What was trained is saved, up to update", "same command");
        move(away, place);
        TrainingResult last = new Trainer(config("parts").build()).run();
        assertThat(last.startedAfter()).isGreaterThanOrEqualTo(3);
        assertEqualRuns("parts", "whole");
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void updateThatIsPassedOverChangesNothingAlsoAfterAStop() throws IOException {
        beginPassingOver("whole", 4);
        TrainingResult whole = new Trainer(config("whole").build()).run();
        assertThat(whole.updates()).isEqualTo(16);
        beginPassingOver("parts", 4);
        stoppedAfter(3, config("parts").build());
        stoppedAfter(9, config("parts").build());
        new Trainer(config("parts").build()).run();
        assertEqualRuns("parts", "whole");
        assertThat(newest("parts").optimizerUpdates()).isEqualTo(15);
    }

    /** A run that is about to begin, with an update that has failed in it. */
    private void beginPassingOver(String name, long update) {
        Watch watch = new Watch();
        watch.also = progress -> watch.trainer.get(0).requestStop();
        watch.run(config(name).build());
        CheckpointStore store = new CheckpointStore(folder.resolve(name).resolve("checkpoints"), 3);
        Checkpoint first = newest(name);
        store.save(new Checkpoint(
                first.updates(),
                first.model(),
                first.settings(),
                RunHistory.parse(first.history()).passingOver(update).toJson(),
                first.weights(),
                first.averaged(),
                first.optimizerUpdates(),
                first.optimizer()));
    }

    private Checkpoint newest(String name) {
        return new CheckpointStore(folder.resolve(name).resolve("checkpoints"), 3)
                .newest()
                .orElseThrow();
    }

    @Test
    void lossThatIsNoNumberGoesBackOnceAndIsListed() throws IOException {
        TrainingConfig wild = config("run").set("lr", 1e30).set("warmup", 2).build();
        assertThatThrownBy(() -> new Trainer(wild).run())
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContainingAll("gone back and passed over", "--fresh");
        List<String> lines = Files.readAllLines(folder.resolve("run/failed-batches.csv"));
        assertThat(lines).hasSize(1 + 2 * 8);
        assertThat(lines.get(1)).contains(".png");
        assertThat(newest("run").updates()).isZero();
    }

    @Test
    void lossThatIsNoNumberEndsTheRunAtOnceIfAskedTo() throws IOException {
        TrainingConfig wild = config("run")
                .set("lr", 1e30)
                .set("warmup", 2)
                .set("on-nan", "stop")
                .build();
        assertThatThrownBy(() -> new Trainer(wild).run()).isInstanceOf(TrainingDivergedException.class);
        assertThat(Files.readAllLines(folder.resolve("run/failed-batches.csv"))).hasSize(1 + 8);
    }
}
