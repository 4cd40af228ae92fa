package io.github.mambaout.bench.length;

import io.github.mambaout.bench.ablation.Environment;
import io.github.mambaout.model.LongSequence;
import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came out of a study of lengths, to be written as files.
 *
 * @param results what was measured
 * @param environment version, kernels and Java
 * @param machine where, see {@link Machine#describe}
 * @param repeat what to type to repeat it
 */
public record LengthReport(LengthResults results, Environment environment, String machine, String repeat) {
    static final String ATTENTION = "attention";

    /** @return what came out, in sentences */
    public List<String> answer() {
        List<String> sentences = new ArrayList<>();
        sentences.add("Time grows with the length to the power of "
                + mixers().stream()
                        .map(mixer -> mixer + " " + Figures.exponent(results.growth(mixer, CostKind.FORWARD)) + " / "
                                + Figures.exponent(results.growth(mixer, CostKind.TRAINING)))
                        .collect(Collectors.joining(", "))
                + " (forward / forward and backward).");
        long threshold = threshold();
        sentences.add(String.format(
                Locale.ROOT,
                "By the paper's rule L > 6·D sequences of %d channels are long beyond %,d tokens.",
                results.plan().dim(),
                threshold));
        if (comparesAttention()) {
            sentences.add(others().stream()
                    .map(mixer -> mixer + " " + crossing(mixer, CostKind.FORWARD) + " / "
                            + crossing(mixer, CostKind.TRAINING))
                    .collect(Collectors.joining(
                            "; ",
                            "Attention's block takes longer than that of ",
                            " (forward / forward and backward).")));
        }
        return sentences;
    }

    /** @return names of the mixers, in the plan's order */
    List<String> mixers() {
        return results.plan().mixers();
    }

    /** @return all but attention */
    List<String> others() {
        return mixers().stream().filter(mixer -> !mixer.equals(ATTENTION)).toList();
    }

    boolean comparesAttention() {
        return mixers().contains(ATTENTION) && mixers().size() > 1;
    }

    String crossing(String mixer, CostKind kind) {
        return results.crossing(ATTENTION, mixer, kind).describe();
    }

    long threshold() {
        return LongSequence.threshold(results.plan().dim());
    }

    /** @return the lengths that exponents are fitted over, for instance {@code 1,600 to 12,544 tokens} */
    String fittedRange() {
        List<Integer> sides = results.plan().fittedSides();
        return String.format(
                Locale.ROOT,
                "%,d to %,d tokens",
                LengthPlan.tokens(sides.get(0)),
                LengthPlan.tokens(sides.get(sides.size() - 1)));
    }

    /**
     * Writes {@code NAME.json} with everything, {@code NAME.csv} with a line for each block and length, and the page {@code NAME.html}.
     *
     * @param folder where to; made if it is missing
     * @param name of the files, without ending
     * @throws UncheckedIOException if one cannot be written; the message names it
     */
    public void write(Path folder, String name) {
        replace(folder.resolve(name + ".json"), new LengthJson(this).text());
        replace(folder.resolve(name + ".csv"), LengthCsv.of(results));
        replace(folder.resolve(name + ".html"), new LengthPage(this).html());
    }

    private static void replace(Path file, String text) {
        try {
            AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
