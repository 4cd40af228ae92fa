package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.predict.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionOutputTest {
    private static final List<Prediction> PREDICTIONS =
            List.of(new Prediction("boot, \"high\"", 2, 0.75), new Prediction("bag", 0, 0.25));

    private static String printed(PredictionOutput.Format format) throws IOException {
        StringWriter text = new StringWriter();
        try (PredictionOutput output = format.to(new PrintWriter(text, true))) {
            output.add(Path.of("a.png"), PREDICTIONS);
            output.add(Path.of("b.png"), PREDICTIONS.subList(1, 2));
        }
        return text.toString();
    }

    @Test
    void textHasAPercentageAndAClassALine() throws IOException {
        assertThat(printed(PredictionOutput.Format.TEXT).lines())
                .containsExactly("a.png", "   75.0%  boot, \"high\"", "   25.0%  bag", "b.png", "   25.0%  bag");
    }

    @Test
    void csvQuotesWhatNeedsIt() throws IOException {
        assertThat(printed(PredictionOutput.Format.CSV).lines())
                .containsExactly(
                        "file,rank,label,index,probability",
                        "a.png,1,\"boot, \"\"high\"\"\",2,0.75",
                        "a.png,2,bag,0,0.25",
                        "b.png,1,bag,0,0.25");
    }

    @Test
    void jsonIsOneArrayWithAnObjectAPicture() throws IOException {
        JsonNode json = new ObjectMapper().readTree(printed(PredictionOutput.Format.JSON));
        assertThat(json).hasSize(2);
        assertThat(json.get(0).get("file").asText()).isEqualTo("a.png");
        assertThat(json.get(0).get("predictions").get(0).get("label").asText()).isEqualTo("boot, \"high\"");
        assertThat(json.get(0).get("predictions").get(0).get("index").asInt()).isEqualTo(2);
        assertThat(json.get(1).get("predictions").get(0).get("probability").asDouble())
                .isEqualTo(0.25);
    }
}
