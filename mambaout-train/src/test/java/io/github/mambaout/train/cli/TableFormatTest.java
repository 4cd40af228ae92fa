package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableFormatTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);

    @Test
    void figuresStandToTheRightAndTextsToTheLeft() {
        TableFormat.text(
                List.of("run", "top-1", "taken for", "lr"),
                List.of(List.of("runs/a", "0.7500", "owl (2)", "-"), List.of("b", "-", "", "0.5")),
                out);
        assertThat(text.toString().lines())
                .containsExactly(
                        "run      top-1  taken for   lr", //
                        "runs/a  0.7500  owl (2)      -",
                        "b            -             0.5");
    }

    @Test
    void rowsOfCsvHaveEveryColumn() {
        Map<String, Object> first = new TreeMap<>(Map.of("a", 1, "c", "x,y"));
        Map<String, Object> second = new TreeMap<>(Map.of("a", 2, "b", 3));
        TableFormat.csv(List.of(first, second), out);
        assertThat(text.toString().lines()).containsExactly("a,c,b", "1,\"x,y\",", "2,,3");
    }
}
