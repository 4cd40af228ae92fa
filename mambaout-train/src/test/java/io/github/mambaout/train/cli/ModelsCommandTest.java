package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.weights.PublishedWeights;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsCommandTest {

    private static List<String> names(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out()
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void listsAllPublishedWeightsTheSmallestFirst() {
        assertThat(names("models"))
                .hasSameElementsAs(PublishedWeights.all().stream()
                        .map(PublishedWeights::name)
                        .toList())
                .startsWith("test_mambaout", "mambaout_femto.in1k", "mambaout_kobe.in1k")
                .endsWith("mambaout_base_plus_rw.sw_e150_in12k");
    }

    @Test
    void lineTellsCountsSizesClassesAndAccuracies() {
        assertThat(CommandRun.of("models", "mambaout_femto").out())
                .containsPattern(
                        "mambaout_femto.in1k +7,304,536 +1,147,984,992 +1,000 +224x224 +78.880 +288x288 +79.912\\R");
        assertThat(CommandRun.of("models", "test_mambaout").out())
                .containsPattern("test_mambaout +447,560 +24,595,584 +1,000 +160x160 +- +192x192 +-\\R");
    }

    @Test
    void filterIsPartOfANameOrAGlobForTheWholeName() {
        assertThat(names("models", "IN12K"))
                .containsExactly(
                        "mambaout_base_plus_rw.sw_e150_in12k_ft_in1k",
                        "mambaout_base_plus_rw.sw_e150_r384_in12k_ft_in1k",
                        "mambaout_base_plus_rw.sw_e150_in12k");
        assertThat(names("models", "*in12k")).containsExactly("mambaout_base_plus_rw.sw_e150_in12k");
        assertThat(names("models", "mambaout_????.in1k"))
                .containsExactly("mambaout_kobe.in1k", "mambaout_tiny.in1k", "mambaout_base.in1k");
        assertThat(names("models", "femto", "kobe")).containsExactly("mambaout_femto.in1k", "mambaout_kobe.in1k");
        assertThat(CommandRun.of("models", "a.b\\Q*").exitCode()).isEqualTo(2);
    }

    @Test
    void filterThatMatchesNothingIsAnsweredWithNearNames() {
        CommandRun run = CommandRun.of("models", "*fempto*");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.sentence()).startsWith("mambaout: No model matches *fempto*. Did you mean femto, ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void jsonTellsEverythingThatIsKnown() throws IOException {
        JsonNode list = new ObjectMapper()
                .readTree(CommandRun.of("models", "short", "--format=json").out());

        assertThat(list).hasSize(1);
        JsonNode model = list.get(0);
        assertThat(model.get("name").textValue()).isEqualTo("mambaout_base_short_rw.sw_e500_in1k");
        assertThat(model.get("depths").textValue()).isEqualTo("3-3-25-3");
        assertThat(model.get("parameters").longValue()).isEqualTo(88_827_688);
        assertThat(model.get("multiply_adds").longValue()).isEqualTo(16_280_785_216L);
        assertThat(model.get("crop_pct").doubleValue()).isEqualTo(0.95);
        assertThat(model.get("test_input_size").intValue()).isEqualTo(288);
        assertThat(model.get("test_top1").doubleValue()).isEqualTo(84.842);
        assertThat(model.get("hf_hub_id").textValue()).isEqualTo("timm/mambaout_base_short_rw.sw_e500_in1k");
    }

    @Test
    void csvHasAHeadingAndALineForEach() {
        List<String> lines =
                CommandRun.of("models", "--format=csv").out().lines().toList();

        assertThat(lines).hasSize(1 + PublishedWeights.all().size());
        assertThat(lines.get(0)).startsWith("name,model,tag,depths,dims,parameters,multiply_adds,num_classes,");
        assertThat(lines.get(2)).startsWith("mambaout_femto.in1k,mambaout_femto,in1k,3-3-9-3,48-96-192-288,7304536,");
        assertThat(lines)
                .allMatch(line -> line.split(",", -1).length == lines.get(0).split(",", -1).length);
    }
}
