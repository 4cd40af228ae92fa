package io.github.mambaout.train;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.train.report.MetricsHistory;
import io.github.mambaout.train.report.ShownPicture;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run had measured when a checkpoint was made. One that goes on from there reports as if it had never been stopped, but for
 * its times.
 *
 * @param metrics all lines of figures so far, as {@link MetricsHistory} reads them
 * @param windowUpdates updates since the last such line
 * @param windowLoss sum of their losses
 * @param windowNanoseconds time spent on them
 * @param windowWaited the part of it in which the next batch was not ready
 * @param trainingNanoseconds time spent on all updates
 * @param waitedNanoseconds the part of it in which the next batch was not ready
 * @param passedOver updates, counted from 0, that change nothing because their loss or gradient was no finite number
 * @param shown the pictures that the report shows as what the network is shown; none before the first update
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record RunHistory(
        String metrics,
        long windowUpdates,
        double windowLoss,
        long windowNanoseconds,
        long windowWaited,
        long trainingNanoseconds,
        long waitedNanoseconds,
        List<Long> passedOver,
        List<ShownPicture> shown) {
    /** That of a run which begins. */
    static final RunHistory NONE = new RunHistory("", 0, 0, 0, 0, 0, 0, List.of(), List.of());

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    RunHistory {
        passedOver = List.copyOf(passedOver);
        shown = List.copyOf(shown);
    }

    /** The lines of figures so far. */
    @JsonIgnore
    MetricsHistory lines() {
        return MetricsHistory.parse(metrics, "the figures of a checkpoint");
    }

    /** This history with one more update that changes nothing. */
    RunHistory passingOver(long update) {
        List<Long> all = new ArrayList<>(passedOver);
        all.add(update);
        return new RunHistory(
                metrics,
                windowUpdates,
                windowLoss,
                windowNanoseconds,
                windowWaited,
                trainingNanoseconds,
                waitedNanoseconds,
                all,
                shown);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of numbers and texts is always valid JSON", e);
        }
    }

    /** @throws IllegalArgumentException if another version wrote it */
    static RunHistory parse(String json) {
        try {
            return JSON.readValue(json, RunHistory.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The checkpoint's figures can't be understood (" + e.getOriginalMessage()
                            + "). Was it written by another version?",
                    e);
        }
    }
}
