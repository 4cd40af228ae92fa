package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The JSON file of {@code mambaout bench}.
 *
 * @param jdk version and maker of the JVM
 * @param system operating system and architecture
 * @param processors processors that this process may use
 * @param peak what the peak was measured with
 * @param share how {@code share} is counted
 * @param rows what was measured, one after another
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record BenchResult(String jdk, String system, int processors, String peak, String share, List<BenchRow> rows) {
    static final String SHARE =
            "multiply-adds of convolutions and linear maps (training: three times those of the forward pass) by the median"
                    + " time, as a part of the peak";

    static BenchResult of(String peak, List<BenchRow> rows) {
        return new BenchResult(
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                peak,
                SHARE,
                rows);
    }
}
