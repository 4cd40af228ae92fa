package io.github.mambaout.train.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Set;

/**
 * What a single run has of its own. But for the seed nothing of it decides about the weights.
 *
 * @param seed key of everything random; 0 is a seed like any other
 * @param threads threads that compute; 0 for as many as this process may use
 * @param workers threads that read and augment pictures beside those that compute, at least 1
 * @param logEvery updates between two lines of the log, at least 1
 * @param checkpointEvery updates between two checkpoints; 0 for one after each epoch
 * @param checkpointHist how many of the last checkpoints are kept, at least 1
 * @param onNan what happens when the loss is no finite number
 * @param output folder for weights, figures and the report; made if it is missing
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record RunSettings(
        long seed,
        int threads,
        int workers,
        int logEvery,
        long checkpointEvery,
        int checkpointHist,
        OnNan onNan,
        String output) {
    /** Seed 0, into {@code runs/latest}. */
    public static final RunSettings DEFAULT = new RunSettings(0, 0, 2, 20, 0, 3, OnNan.ROLLBACK, "runs/latest");

    /** Names of the settings that do not change the weights: runs that differ in them alone are equal. */
    public static final Set<String> WITHOUT_EFFECT =
            Set.of("threads", "workers", "log-every", "checkpoint-every", "checkpoint-hist", "on-nan", "output");

    /** What happens when the loss is no finite number. */
    public enum OnNan {
        /** The run goes back once to its last checkpoint, and ends if that doesn't help. */
        @JsonProperty("rollback")
        ROLLBACK,
        /** The run ends. */
        @JsonProperty("stop")
        STOP
    }

    public RunSettings {
        Require.range("threads", threads, 0, 1 << 16);
        Require.range("workers", workers, 1, 1 << 10);
        Require.atLeast("log-every", logEvery, 1);
        Require.atLeast("checkpoint-every", checkpointEvery, 0);
        Require.atLeast("checkpoint-hist", checkpointHist, 1);
        Require.given("on-nan", onNan);
        Require.text("output", output, "a folder, for instance runs/first");
    }

    static SettingGroup described() {
        return SettingGroup.of(
                "Run",
                Setting.ofOneRun(
                        "seed",
                        "N",
                        "Key of everything random. The same seed gives the same weights on any number of threads."),
                Setting.ofOneRun(
                        "threads", "N", "Threads that compute (default: the processors this process may use)."),
                Setting.ofOneRun(
                        "workers",
                        "N",
                        "Threads that read and augment pictures beside those that compute. Any number gives the same"
                                + " weights."),
                Setting.ofOneRun("log-every", "N", "Updates between two lines of the log."),
                Setting.ofOneRun(
                        "checkpoint-every", "N", "Updates between two checkpoints (default: 0, one after each epoch)."),
                Setting.ofOneRun("checkpoint-hist", "N", "How many of the last checkpoints are kept."),
                new Setting(
                        "on-nan",
                        "NAME",
                        "When the loss is no finite number, go back once to the last checkpoint, or stop.",
                        List.of("rollback", "stop"),
                        true),
                Setting.ofOneRun("output", "FOLDER", "Folder for weights, figures and the report."));
    }
}
