package io.github.mambaout.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.model.ModelZoo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesTest {
    static List<String> names() {
        return Recipes.names();
    }

    /** The paper's table and its training script. */
    @ParameterizedTest
    @CsvSource({"femto, 0.025", "kobe, 0.025", "tiny, 0.2", "small, 0.4", "base, 0.6"})
    void thePapersRecipesHoldItsValues(String size, double dropPath) {
        Recipe recipe = Recipes.named("mambaout-" + size);
        assertThat(recipe.text("model")).isEqualTo("mambaout_" + size);
        assertThat(ModelZoo.names()).contains(recipe.text("model"));
        assertThat(recipe.number("drop-path")).isEqualTo(dropPath);

        assertThat(recipe.number("epochs") + recipe.number("cooldown-epochs")).isEqualTo(310);
        double pictures = recipe.number("batch-size") * recipe.number("grad-accum-steps");
        assertThat(pictures).isEqualTo(8 * 128 * 4);
        assertThat(recipe.text("lr-base-scale")).isEqualTo("linear");
        assertThat(recipe.number("lr-base") * pictures / recipe.number("lr-base-size"))
                .isEqualTo(4e-3);

        Map<String, Object> expected = Map.ofEntries(
                Map.entry("epochs", 300),
                Map.entry("batch-size", 128),
                Map.entry("sched", "cosine"),
                Map.entry("sched-on-updates", false),
                Map.entry("warmup-epochs", 20),
                Map.entry("warmup-lr", 1e-6),
                Map.entry("warmup-prefix", false),
                Map.entry("min-lr", 1e-5),
                Map.entry("opt", "adamw"),
                Map.entry("opt-betas", List.of(0.9, 0.999)),
                Map.entry("opt-eps", 1e-8),
                Map.entry("weight-decay", 0.05),
                Map.entry("model-ema", false),
                Map.entry("clip-grad", 0),
                Map.entry("layer-decay", 1),
                Map.entry("drop", 0),
                Map.entry("aug-repeats", 0),
                Map.entry("color-jitter", 0),
                Map.entry("bce-loss", false),
                Map.entry("img-size", 224),
                Map.entry("scale", List.of(0.08, 1.0)),
                Map.entry("ratio", List.of(3.0 / 4, 4.0 / 3)),
                Map.entry("train-interpolation", "random"),
                Map.entry("flip", 0.5),
                Map.entry("aa", "rand-m9-mstd0.5-inc1"),
                Map.entry("mixup", 0.8),
                Map.entry("cutmix", 1.0),
                Map.entry("mixup-prob", 1.0),
                Map.entry("mixup-switch-prob", 0.5),
                Map.entry("mixup-mode", "batch"),
                Map.entry("label-smoothing", 0.1),
                Map.entry("reprob", 0.25),
                Map.entry("remode", "pixel"),
                Map.entry("recount", 1),
                Map.entry("re-area", List.of(0.02, 1.0 / 3)),
                Map.entry("re-attempts", 10),
                Map.entry("crop-pct", 1.0),
                Map.entry("interpolation", "bicubic"),
                Map.entry("eval-metric", "top1"),
                Map.entry("checkpoint-hist", 10));
        assertThat(recipe.settings()).containsAllEntriesOf(expected);
        assertThat(recipe.numbers("re-aspect").get(0)).isEqualTo(0.3);
        assertThat(recipe.numbers("re-aspect").get(1)).isCloseTo(1 / 0.3, within(1e-12));
        // Whatever else is set would be no value of the paper's.
        assertThat(recipe.settings().keySet())
                .hasSize(expected.size()
                        + Set.of(
                                        "model",
                                        "drop-path",
                                        "cooldown-epochs",
                                        "grad-accum-steps",
                                        "lr-base",
                                        "lr-base-size",
                                        "lr-base-scale",
                                        "re-aspect")
                                .size());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRecipeTellsWhatItIsForAndHoldsReadableValues(String name) {
        Recipe recipe = Recipes.named(name);
        assertThat(recipe.name()).isEqualTo(name);
        assertThat(recipe.description()).hasSizeBetween(20, 100);
        assertThat(recipe.settings()).doesNotContainKeys("description", "based-on");
        assertThat(recipe.settings().values())
                .allSatisfy(value ->
                        assertThat(value).isInstanceOfAny(String.class, Number.class, Boolean.class, List.class));
        assertThat(recipe.settings().keySet()).allMatch(key -> key.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void fineTuningLetsEarlyLayersLearnSlowerAndMixesNothing() {
        Recipe recipe = Recipes.named("fine-tune");
        assertThat(recipe.settings()).doesNotContainKey("model");
        assertThat(recipe.number("layer-decay")).isLessThan(1);
        assertThat(recipe.isOn("model-ema")).isTrue();
        assertThat(recipe.isOn("model-ema-warmup")).isTrue();
        assertThat(recipe.number("mixup") + recipe.number("cutmix")).isZero();
    }

    @Test
    void aFrozenTrunkKeepsWhatItSeesInAFewViews() {
        Recipe recipe = Recipes.named("frozen-trunk");
        assertThat(recipe.settings()).containsEntry("freeze", List.of("trunk"));
        assertThat(recipe.number("feature-views")).isPositive();
        // What would need new features for every batch, or a trunk that is not as in prediction.
        assertThat(recipe.number("mixup") + recipe.number("cutmix") + recipe.number("drop-path"))
                .isZero();
    }

    @Test
    void aModelsNameMeansTheRecipeForIt() {
        assertThat(Recipes.named("mambaout_tiny")).isEqualTo(Recipes.named("mambaout-tiny"));
    }

    @Test
    void refusesUnknownNamesWithNearOnes() {
        assertThatThrownBy(() -> Recipes.named("mambaout-tinny"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mambaout-tinny'")
                .hasMessageContaining("Did you mean mambaout-tiny,");
        assertThatThrownBy(() -> Recipes.named("femto")).hasMessageContaining("Did you mean mambaout-femto,");
        assertThatThrownBy(() -> Recipes.named("finetune")).hasMessageContaining("Did you mean fine-tune,");
        // Only a base for others.
        assertThatThrownBy(() -> Recipes.named("imagenet-1k")).hasMessageContaining("There are mambaout-femto");
    }

    @Test
    void namesTheSettingThatIsOfAnotherKind() {
        Recipe recipe = Recipes.named("laptop");
        assertThatThrownBy(() -> recipe.number("sched"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("laptop")
                .hasMessageContaining("'sched'")
                .hasMessageContaining("cosine");
        assertThatThrownBy(() -> recipe.text("nothing")).hasMessageContaining("'nothing'");
    }
}
