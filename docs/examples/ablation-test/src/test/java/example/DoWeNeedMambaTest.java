package example;

import static io.github.mambaout.bench.ablation.junit.AblationAssertions.assertThat;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.junit.Ablation;

/** The question of the paper's title, put to small pictures of clothes. Takes half a minute; the second time, seconds. */
class DoWeNeedMambaTest {
    @Ablation(
            mixers = {"gated-cnn", "ssm", "identity"},
            seeds = {0, 1, 2, 3, 4},
            data = "fashion-mnist:bundled",
            updates = 60,
            settings = {"depths: [1, 1]", "dims: [16, 32]", "img-size: 28", "batch-size: 64", "lr: 4e-3", "warmup: 10"},
            margin = 0.05)
    void gatedCnnNeedsNoScan(AblationResults results) {
        assertThat(results.of("gated-cnn")).isNotInferiorTo(results.of("ssm")).withMargin(0.05);
    }
}
