package io.github.mambaout.train.cli;

import io.github.mambaout.train.RealAccuracy;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.report.ConfusionMatrix;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.weights.ModelMetadata;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code mambaout validate} found about one weight file.
 *
 * @param file the weights
 * @param metadata what the file says about them
 * @param found figures and details
 * @param real accuracy by the classes that pictures show, if it was asked for
 * @param data the pictures
 * @param batchSize pictures that were computed together
 */
record ValidatedModel(
        Path file, ModelMetadata metadata, Evaluation found, Optional<RealAccuracy> real, DataSet data, int batchSize) {
    static final List<String> CLASS_HEADINGS = List.of("class", "pictures", "correct", "top-1", "taken for");

    static List<String> headings(boolean real) {
        List<String> headings = new ArrayList<>(List.of("weights", "pictures", "top-1", "top-5", "loss"));
        if (real) {
            headings.addAll(List.of("ReaL top-1", "ReaL top-5"));
        }
        return headings;
    }

    /** The cells of {@link #headings}. */
    List<String> row() {
        List<String> row = new ArrayList<>(List.of(
                file.toString(),
                Long.toString(found.pictures()),
                four(found.top1Share()),
                four(found.top5Share()),
                four(found.loss())));
        real.ifPresent(accuracy -> row.addAll(List.of(four(accuracy.top1Share()), four(accuracy.top5Share()))));
        return row;
    }

    /** A few lines for people. */
    void print(PrintWriter out) {
        out.println("pictures   " + found.pictures());
        out.println("top-1      " + four(found.top1Share()));
        out.println("top-5      " + four(found.top5Share()));
        out.println("loss       " + four(found.loss()));
        real.ifPresent(accuracy -> {
            out.println("ReaL top-1 " + four(accuracy.top1Share()) + " of " + accuracy.pictures()
                    + " pictures with such labels");
            out.println("ReaL top-5 " + four(accuracy.top5Share()));
        });
        if (!data.skipped().isEmpty()) {
            out.println("skipped    " + data.skipped().size() + ", for instance "
                    + data.skipped().get(0).reason());
        }
    }

    static String four(double figure) {
        return String.format(Locale.ROOT, "%.4f", figure);
    }

    /** Everything by name; figures that are shares go from 0 to 1. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("weights", file.toString());
        fields.put("model", metadata.config().name());
        fields.put("data", data.name());
        fields.put("pictures", found.pictures());
        fields.put("top1", found.top1Share());
        fields.put("top5", found.top5Share());
        fields.put("loss", found.loss());
        fields.put("correct", found.top1());
        fields.put("among_five", found.top5());
        real.ifPresent(accuracy -> {
            fields.put("real_pictures", accuracy.pictures());
            fields.put("real_top1", accuracy.top1Share());
            fields.put("real_top5", accuracy.top5Share());
        });
        fields.put("skipped", data.skipped().size());
        fields.put("classes", data.classes().size());
        fields.put("height", metadata.preprocessing().height());
        fields.put("width", metadata.preprocessing().width());
        fields.put("crop_fraction", metadata.preprocessing().cropFraction());
        fields.put(
                "interpolation", metadata.preprocessing().interpolation().name().toLowerCase(Locale.ROOT));
        fields.put("batch_size", batchSize);
        return fields;
    }

    /** The cells of {@link #CLASS_HEADINGS} for each class. */
    List<List<String>> classRows() {
        return ofEachClass().stream()
                .map(one -> List.of(
                        one.name(),
                        Long.toString(one.pictures()),
                        Long.toString(one.correct()),
                        one.pictures() == 0 ? "-" : four(one.share()),
                        one.takenFor()))
                .toList();
    }

    /** Each class by name of field. */
    List<Map<String, Object>> classFields() {
        return ofEachClass().stream()
                .map(one -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("weights", file.toString());
                    fields.put("class", one.name());
                    fields.put("pictures", one.pictures());
                    fields.put("correct", one.correct());
                    fields.put("top1", one.share());
                    fields.put("taken_for", one.takenFor());
                    return fields;
                })
                .toList();
    }

    private List<ConfusionMatrix.ClassAccuracy> ofEachClass() {
        return found.details().map(details -> details.confusion().ofEachClass()).orElse(List.of());
    }
}
