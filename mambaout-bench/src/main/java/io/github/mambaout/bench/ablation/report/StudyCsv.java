package io.github.mambaout.bench.ablation.report;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.RunResult;
import java.util.Locale;
import java.util.stream.Collectors;

/** A study's runs as lines of comma-separated values. */
final class StudyCsv {
    private static final String HEADER =
            "twin,seed,top1,loss,updates,parameters,multiply_adds,training_seconds,seconds,key\n";

    private StudyCsv() {}

    static String of(AblationResults results) {
        return results.runs().stream().map(StudyCsv::line).collect(Collectors.joining("", HEADER, ""));
    }

    private static String line(RunResult run) {
        return String.format(
                Locale.ROOT,
                "%s,%d,%.6f,%.6f,%d,%d,%d,%.3f,%.3f,%s\n",
                quoted(run.twin()),
                run.seed(),
                run.top1(),
                run.loss(),
                run.updates(),
                run.parameters(),
                run.multiplyAdds(),
                run.trainingSeconds(),
                run.seconds(),
                run.key());
    }

    private static String quoted(String text) {
        return text.matches("[^\",\\s]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
