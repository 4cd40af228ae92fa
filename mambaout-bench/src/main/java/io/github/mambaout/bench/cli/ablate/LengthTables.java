package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.length.CostKind;
import io.github.mambaout.bench.length.LengthCost;
import io.github.mambaout.bench.length.LengthReport;
import io.github.mambaout.bench.length.LengthResults;
import io.github.mambaout.model.LongSequence;
import java.io.PrintWriter;
import java.util.Locale;

/** What a study of lengths found, as tables of the terminal: a line for each mixer, a column for each length. */
final class LengthTables {
    private static final double MEGABYTE = 1e6;

    private final LengthResults results;
    private final PrintWriter out;

    LengthTables(LengthReport report, PrintWriter out) {
        this.results = report.results();
        this.out = out;
    }

    void print() {
        print("forward, ms", CostKind.FORWARD, 1);
        print("and backward, ms", CostKind.TRAINING, 1);
        print("memory of both, MB", CostKind.TRAINING_BYTES, MEGABYTE);
        out.printf(
                "* long by the paper's rule: more than 6·D = %d tokens%n%n%s%n%n",
                LongSequence.threshold(results.plan().dim()), LongSequence.describe());
    }

    private void print(String title, CostKind kind, double unit) {
        StringBuilder line = new StringBuilder(String.format("%-18s", title));
        for (int side : results.plan().sides()) {
            long tokens = (long) side * side;
            String mark = LongSequence.isLong(tokens, results.plan().dim()) ? "*" : "";
            line.append(String.format("%9s", tokens + mark));
        }
        out.println(line + "  exponent");
        for (String mixer : results.plan().mixers()) {
            line.setLength(0);
            line.append(String.format("%-18s", mixer));
            for (LengthCost cost : results.of(mixer)) {
                line.append(String.format(Locale.ROOT, "%9.2f", kind.of(cost) / unit));
            }
            out.printf(
                    Locale.ROOT,
                    "%s  %8.2f%n",
                    line,
                    results.growth(mixer, kind).exponent());
        }
        out.println();
    }
}
