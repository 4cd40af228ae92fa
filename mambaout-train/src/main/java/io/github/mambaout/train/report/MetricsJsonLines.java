package io.github.mambaout.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The course of a run as JSON lines, one object per logged update and one per evaluation, told apart by {@code kind}. Nothing is
 * rounded, so that a run that goes on, and a comparison of runs, read here what was.
 */
final class MetricsJsonLines implements MetricsWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KIND = "kind";
    private static final String UPDATE = "update";
    private static final String EVALUATION = "evaluation";
    private static final String AVERAGED = "averaged";

    private final TextLines lines;

    /** @param lines a file, to go on at its end */
    MetricsJsonLines(TextLines lines) {
        this.lines = lines;
    }

    /** @return a history as a text that {@link #parse} understands */
    static String text(MetricsHistory history) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        history.writeTo(new MetricsJsonLines(TextLines.to(Path.of(MetricsFiles.JSON_LINES), bytes)));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * Reads a file, of a run that may be under way or may have been killed: a last line without its end is passed over.
     *
     * @param file to read
     * @return what it holds
     * @throws UncheckedIOException if it cannot be read; the message names it
     * @throws IllegalArgumentException if a line is none of such a file; the message names it
     */
    static MetricsHistory read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return parse(text, file.toString());
    }

    /**
     * @param text what such a file holds
     * @param name what messages call it
     * @return the history
     * @throws IllegalArgumentException if a line is none of such a file; the message names it
     */
    static MetricsHistory parse(String text, String name) {
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        MetricsHistory history = new MetricsHistory();
        for (int i = 0; i < lines.size(); i++) {
            try {
                add(JSON.readTree(lines.get(i)), history);
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        name + ": line " + (i + 1) + " is none that a run writes: "
                                + e.getMessage().lines().findFirst().orElse(""),
                        e);
            }
        }
        return history;
    }

    private static void add(JsonNode line, MetricsHistory history) {
        String kind = line.path(KIND).asText();
        if (kind.equals(UPDATE)) {
            history.add(new UpdateMetrics(
                    number(line, UPDATE).asLong(),
                    number(line, "epoch").asInt(),
                    figure(line, "loss"),
                    figure(line, "learning_rate"),
                    figure(line, "gradient_norm"),
                    figure(line, "pictures_per_second"),
                    figure(line, "waiting_share"),
                    figure(line, "training_seconds")));
        } else if (kind.equals(EVALUATION)) {
            history.add(new EpochMetrics(
                    number(line, UPDATE).asLong(),
                    number(line, "epoch").asInt(),
                    evaluation(line),
                    line.has(AVERAGED) ? Optional.of(evaluation(line.get(AVERAGED))) : Optional.empty()));
        } else {
            throw new IllegalArgumentException("its " + KIND + " is '" + kind + "'");
        }
    }

    private static Evaluation evaluation(JsonNode line) {
        return new Evaluation(
                number(line, "pictures").asLong(),
                number(line, "correct").asLong(),
                number(line, "among_five").asLong(),
                figure(line, "loss"));
    }

    private static JsonNode number(JsonNode line, String name) {
        JsonNode value = line.path(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("it has no number '" + name + "'");
        }
        return value;
    }

    /** A figure that was no finite number stands there as null, which is all that JSON has for it. */
    private static double figure(JsonNode line, String name) {
        return line.path(name).isNull() ? Double.NaN : number(line, name).asDouble();
    }

    private static void put(ObjectNode line, String name, double value) {
        if (Double.isFinite(value)) {
            line.put(name, value);
        } else {
            line.putNull(name);
        }
    }

    @Override
    public void add(UpdateMetrics metrics) {
        ObjectNode line = line(UPDATE, metrics.update(), metrics.epoch());
        put(line, "loss", metrics.loss());
        put(line, "learning_rate", metrics.learningRate());
        put(line, "gradient_norm", metrics.gradientNorm());
        put(line, "pictures_per_second", metrics.picturesPerSecond());
        put(line, "waiting_share", metrics.waitingShare());
        put(line, "training_seconds", metrics.trainingSeconds());
        lines.add(line.toString());
    }

    @Override
    public void add(EpochMetrics metrics) {
        ObjectNode line = line(EVALUATION, metrics.update(), metrics.epoch());
        put(line, metrics.evaluation());
        metrics.averaged().ifPresent(averaged -> put(line.putObject(AVERAGED), averaged));
        lines.add(line.toString());
    }

    private static ObjectNode line(String kind, long update, int epoch) {
        return JSON.createObjectNode().put(KIND, kind).put(UPDATE, update).put("epoch", epoch);
    }

    private static void put(ObjectNode line, Evaluation evaluation) {
        line.put("pictures", evaluation.pictures());
        put(line, "loss", evaluation.loss());
        put(line, "top1", evaluation.top1Share());
        put(line, "top5", evaluation.top5Share());
        line.put("correct", evaluation.top1());
        line.put("among_five", evaluation.top5());
    }

    @Override
    public void close() {
        lines.close();
    }
}
