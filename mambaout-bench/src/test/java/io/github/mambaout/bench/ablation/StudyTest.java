package io.github.mambaout.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
    @TempDir
    private Path folder;

    private final List<String> trained = Collections.synchronizedList(new ArrayList<>());

    private static List<AblationRun> runs() {
        return AblationRun.grid(
                List.of("gated-cnn", "identity"),
                List.of(1L, 2L),
                TrainingConfig.builder().maxUpdates(3).build());
    }

    private static RunResult result(AblationRun run, String key, Environment environment) {
        double top1 = 0.5 + 0.01 * run.seed() + 0.001 * run.twin().length();
        return new RunResult(
                key, run.twin(), run.seed(), top1, 1, 3, 10, 20, 30 + run.seed(), 40, environment, run.config());
    }

    private RunResult train(AblationRun run, String key, Environment environment) {
        trained.add(run.describe());
        return result(run, key, environment);
    }

    private Study study() {
        return Study.of(runs(), folder).trainedBy(this::train).listenedTo(progress -> {});
    }

    @Test
    void everyRunIsTrainedOnceAndNeverAgain() {
        AblationResults first = study().run();
        assertThat(trained)
                .containsExactly("gated-cnn, seed 1", "identity, seed 1", "gated-cnn, seed 2", "identity, seed 2");
        assertThat(first.runs()).extracting(RunResult::top1).containsExactly(0.519, 0.518, 0.529, 0.528);
        assertThat(first.of("identity").values(Measure.TOP1).values()).containsKeys(1L, 2L);
        AblationResults second = study().run();
        assertThat(trained).hasSize(4);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aStudyThatWasStoppedGoesOnWhereItWas() {
        AblationResults whole = Study.of(runs(), folder.resolve("whole"))
                .trainedBy(StudyTest::result)
                .run();
        Path stopped = folder.resolve("stopped");
        RunTrainer failing = (run, key, environment) -> {
            if (run.describe().equals("gated-cnn, seed 2")) {
                throw new IllegalStateException("the power failed");
            }
            return train(run, key, environment);
        };
        assertThatThrownBy(() -> Study.of(runs(), stopped).trainedBy(failing).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the power failed");
        assertThat(trained).containsExactly("gated-cnn, seed 1", "identity, seed 1");
        AblationResults resumed =
                Study.of(runs(), stopped).trainedBy(this::train).run();
        assertThat(trained)
                .containsExactly("gated-cnn, seed 1", "identity, seed 1", "gated-cnn, seed 2", "identity, seed 2");
        assertThat(resumed.runs())
                .extracting(RunResult::key)
                .isEqualTo(whole.runs().stream().map(RunResult::key).toList());
        assertThat(resumed.runs())
                .extracting(RunResult::top1)
                .isEqualTo(whole.runs().stream().map(RunResult::top1).toList());
    }

    @Test
    void progressCountsWhatWasThereAndJudgesTheRest() {
        List<String> told = new ArrayList<>();
        StudyListener telling = progress -> told.add(progress.describe());
        Study.of(runs().subList(0, 1), folder).trainedBy(this::train).run();
        Study.of(runs(), folder).trainedBy(this::train).listenedTo(telling).run();
        assertThat(told)
                .containsExactly(
                        "1 of 4 runs done (1 from before), about 2 min left",
                        "2 of 4 runs done (1 from before), about 80 s left; identity, seed 1: top-1 0.5180, loss"
                                + " 1.0000, 40.0 s",
                        "3 of 4 runs done (1 from before), about 40 s left; gated-cnn, seed 2: top-1 0.5290, loss"
                                + " 1.0000, 40.0 s",
                        "4 of 4 runs done (1 from before); identity, seed 2: top-1 0.5280, loss 1.0000, 40.0 s");
    }

    @Test
    void twoStudiesIntoOneFolderAreRefused() {
        Study outer = Study.of(runs(), folder).trainedBy((run, key, environment) -> {
            assertThatThrownBy(() -> study().run())
                    .isInstanceOf(StudyException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("another study is writing into this folder");
            return result(run, key, environment);
        });
        assertThat(outer.run().runs()).hasSize(4);
        assertThat(study().run().runs()).hasSize(4);
        assertThat(trained).isEmpty();
    }

    @Test
    void runsAtOnceShareTheCores() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        assumeTrue(cores > 1, "runs go on at once on two cores or more");
        CyclicBarrier together = new CyclicBarrier(2);
        List<Integer> threads = Collections.synchronizedList(new ArrayList<>());
        AblationResults results = Study.of(runs(), folder)
                .parallel(2)
                .trainedBy((run, key, environment) -> {
                    threads.add(run.config().run().threads());
                    meet(together);
                    return train(run, key, environment);
                })
                .run();
        assertThat(threads).containsExactly(cores / 2, cores / 2, cores / 2, cores / 2);
        assertThat(results.runs()).extracting(RunResult::seed).containsExactly(1L, 1L, 2L, 2L);
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("The other run does not go on at the same time", e);
        }
    }

    @Test
    void filesOfARunHaveAPlaceOfTheirOwn() {
        List<String> outputs = new ArrayList<>();
        Study.of(runs(), folder)
                .trainedBy((run, key, environment) -> {
                    outputs.add(run.config().run().output());
                    return result(run, key, environment);
                })
                .run();
        assertThat(outputs)
                .doesNotHaveDuplicates()
                .allSatisfy(output ->
                        assertThat(output).startsWith(folder.resolve("runs").toString()));
        assertThat(outputs.get(0)).contains("gated-cnn-1-");
    }

    @Test
    void aResultThatIsNoneNamesItsFile() throws IOException {
        study().run();
        Path file;
        try (Stream<Path> files = Files.list(folder.resolve("results"))) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, "{ \"top1\": ");
        assertThatThrownBy(() -> study().run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("Delete it to have the run repeated");
    }

    @Test
    void whatCannotBeAStudyIsRefusedBeforeAnyRun() {
        TrainingConfig base = TrainingConfig.builder().build();
        List<Long> seeds = List.of(1L);
        assertThatThrownBy(() -> AblationRun.grid(List.of(), seeds, base)).hasMessageContaining("needs mixers");
        assertThatThrownBy(() -> AblationRun.grid(List.of("gated-cnn"), List.of(), base))
                .hasMessageContaining("needs seeds");
        assertThatThrownBy(() -> AblationRun.grid(List.of("gated-cnn"), List.of(1L, 1L), base))
                .hasMessageContaining("[1, 1]");
        assertThatThrownBy(() -> AblationRun.grid(List.of("gated-cmm"), seeds, base))
                .hasMessageContaining("There is no token mixer 'gated-cmm'");
        assertThatThrownBy(() -> Study.of(List.of(), folder)).hasMessageContaining("at least one run");
        List<AblationRun> missingData = AblationRun.grid(
                List.of("gated-cnn"),
                seeds,
                base.toBuilder().data("folder:" + folder.resolve("none")).build());
        assertThatThrownBy(() ->
                        Study.of(missingData, folder).trainedBy(this::train).run())
                .isInstanceOf(DataException.class);
        assertThat(trained).isEmpty();
    }

    @Test
    void anUnknownTwinIsAnsweredWithTheKnownOnes() {
        AblationResults results = study().run();
        assertThatThrownBy(() -> results.of("ssm"))
                .hasMessage("The study has no twin 'ssm'; it has gated-cnn, identity");
    }
}
