package io.github.mambaout.bench.length;

import java.util.Locale;
import java.util.stream.Collectors;

/** Costs as lines of comma-separated values. */
final class LengthCsv {
    private static final String HEADER =
            "mixer,side,tokens,parameters,multiply_adds,forward_ms,forward_q10,forward_q90,forward_turns,"
                    + "training_ms,training_q10,training_q90,training_turns,forward_bytes,kept_bytes,training_bytes\n";

    private LengthCsv() {}

    static String of(LengthResults results) {
        return results.costs().stream().map(LengthCsv::line).collect(Collectors.joining("", HEADER, ""));
    }

    private static String line(LengthCost cost) {
        return String.format(
                Locale.ROOT,
                "%s,%d,%d,%d,%d,%.6f,%.6f,%.6f,%d,%.6f,%.6f,%.6f,%d,%d,%d,%d\n",
                cost.mixer(),
                cost.side(),
                cost.tokens(),
                cost.parameters(),
                cost.multiplyAdds(),
                cost.forwardMs().median(),
                cost.forwardMs().q10(),
                cost.forwardMs().q90(),
                cost.forwardMs().count(),
                cost.trainingMs().median(),
                cost.trainingMs().q10(),
                cost.trainingMs().q90(),
                cost.trainingMs().count(),
                cost.memory().forwardBytes(),
                cost.memory().keptBytes(),
                cost.memory().trainingBytes());
    }
}
