package io.github.mambaout.bench.ablation.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.bench.ablation.AblationRun;
import io.github.mambaout.bench.ablation.Environment;
import io.github.mambaout.bench.ablation.RunResult;
import io.github.mambaout.bench.ablation.StudyListener;
import io.github.mambaout.bench.ablation.report.StudySection;
import io.github.mambaout.bench.ablation.report.TuningSection;
import io.github.mambaout.train.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {
    private static final StudyListener NOBODY = progress -> {};

    @TempDir
    private Path folder;

    private final List<AblationRun> trained = new ArrayList<>();

    private static Map<String, TrainingConfig> twins() {
        Map<String, TrainingConfig> twins = new LinkedHashMap<>();
        for (String mixer : List.of("ssm", "gated-cnn")) {
            twins.put(
                    mixer,
                    TrainingConfig.builder()
                            .mixer(mixer)
                            .lr(1e-3)
                            .minLr(1e-5)
                            .dropPath(0.05)
                            .warmup(40)
                            .maxUpdates(200)
                            .seed(3)
                            .build());
        }
        return twins;
    }

    /** The scan's loss is lowest at half the learning rate, the convolution's as the recipe is. */
    private RunResult train(AblationRun run, String key, Environment environment) {
        trained.add(run);
        double best = run.config().network().mixer().equals("ssm") ? 0.5e-3 : 1e-3;
        double loss = 1 + Math.abs(Math.log(run.config().schedule().lr() / best));
        return new RunResult(key, run.twin(), run.seed(), 0.5, loss, 100, 1, 1, 1, 1, environment, run.config());
    }

    @Test
    void pointsAreHaltons() {
        List<TrialPoint> points = TrialPoint.first(4);
        assertThat(points.get(0)).isEqualTo(new TrialPoint(1, Optional.empty()));
        assertThat(points).extracting(TrialPoint::lrFactor).containsExactly(1.0, 0.5, 2.0, Math.pow(4, -0.75));
        double[] dropPaths = {0.4 / 3, 0.2 / 9, 0.8 / 9};
        for (int i = 0; i < dropPaths.length; i++) {
            assertThat(points.get(i + 1).dropPath().orElseThrow()).isCloseTo(dropPaths[i], within(1e-12));
        }
        assertThat(TrialPoint.first(9).subList(0, 4)).isEqualTo(points);
        assertThat(TrialPoint.first(100))
                .allMatch(point -> point.lrFactor() > 0.25 && point.lrFactor() < 4)
                .allMatch(point ->
                        point.dropPath().orElse(0.1) > 0 && point.dropPath().orElse(0.1) < 0.2);
    }

    @Test
    void eachTwinGetsItsBestTrial() {
        TuningResult result = new Tuning(4, 1, folder, 1).run(twins(), List.of(3L), this::train, NOBODY);
        assertThat(result.twins().keySet()).containsExactly("ssm", "gated-cnn");
        TrainingConfig ssm = result.twins().get("ssm");
        assertThat(ssm.schedule().lr()).isEqualTo(0.5e-3);
        assertThat(ssm.schedule().minLr()).isEqualTo(0.5e-5);
        assertThat(ssm.network().dropPath()).isCloseTo(0.4 / 3, within(1e-12));
        assertThat(ssm.toBuilder().lr(1e-3).minLr(1e-5).dropPath(0.05).build()).isEqualTo(twins().get("ssm"));
        assertThat(result.twins().get("gated-cnn")).isEqualTo(twins().get("gated-cnn"));
        assertThat(result.trials()).hasSize(8);
        assertThat(result.trials().stream().filter(TuningTrial::chosen))
                .extracting(TuningTrial::twin)
                .containsExactly("ssm", "gated-cnn");
    }

    @Test
    void trialsSeeNeitherTheStudysPicturesNorItsSeeds() {
        new Tuning(3, 0.5, folder, 1).run(twins(), List.of(3L, 1_000_003L), this::train, NOBODY);
        assertThat(trained).hasSize(6);
        assertThat(trained).allSatisfy(run -> {
            assertThat(run.config().data().holdOut()).isEqualTo(0.1);
            assertThat(run.config().run().seed()).isEqualTo(1_000_004);
            assertThat(run.config().schedule().maxUpdates()).isEqualTo(100);
            assertThat(run.config().schedule().warmup()).isEqualTo(20);
        });
        assertThat(trained.subList(0, 2))
                .allMatch(run -> run.config().schedule().lr() == 1e-3
                        && run.config().network().dropPath() == 0.05);
    }

    @Test
    void tuningAgainTrainsNothing() {
        TuningResult first = new Tuning(3, 1, folder, 1).run(twins(), List.of(), this::train, NOBODY);
        trained.clear();
        assertThat(new Tuning(3, 1, folder, 1).run(twins(), List.of(), this::train, NOBODY))
                .isEqualTo(first);
        assertThat(trained).isEmpty();
        new Tuning(4, 1, folder, 1).run(twins(), List.of(), this::train, NOBODY);
        assertThat(trained).hasSize(2);
    }

    @Test
    void aSectionOfTheReportTellsEveryTrial() {
        StudySection section =
                TuningSection.of(new Tuning(2, 1, folder, 1).run(twins(), List.of(), this::train, NOBODY));
        assertThat(section.name()).isEqualTo("tuning");
        assertThat(section.html()).contains("<td>ssm</td><td>0.00100</td><td>0.050</td><td>1.6931</td><td>0.5000</td>");
        assertThat((List<?>) section.data()).hasSize(4);
    }

    @Test
    void whatCannotBeTunedIsRefused() {
        assertThatThrownBy(() -> new Tuning(0, 1, folder, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Tuning needs at least 1 trial for each twin, not 0");
        assertThatThrownBy(() -> new Tuning(1, 1.5, folder, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A trial lasts a part of a run, above 0 and at most 1, but not 1.5");
        TrainingConfig epochs = TrainingConfig.builder().epochs(2).build();
        assertThatThrownBy(() -> new Tuning(1, 1, folder, 1).run(Map.of("ssm", epochs), List.of(), this::train, NOBODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ssm is to be tuned, but its length is not given in updates");
    }
}
