package io.github.mambaout.train.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The course of a run so far: its logged updates and its evaluations, each in their order. */
public final class MetricsHistory {
    private final List<UpdateMetrics> updates = new ArrayList<>();
    private final List<EpochMetrics> epochs = new ArrayList<>();

    /** The history of a run that has not begun. */
    public MetricsHistory() {}

    void add(UpdateMetrics metrics) {
        updates.add(metrics);
    }

    void add(EpochMetrics metrics) {
        epochs.add(metrics.withoutDetails());
    }

    /** @return the logged updates, ascending */
    public List<UpdateMetrics> updates() {
        return Collections.unmodifiableList(updates);
    }

    /** @return the evaluations without their details, ascending */
    public List<EpochMetrics> epochs() {
        return Collections.unmodifiableList(epochs);
    }

    /** @return time spent on all updates up to the last logged one */
    public double trainingSeconds() {
        return updates.isEmpty() ? 0 : updates.get(updates.size() - 1).trainingSeconds();
    }

    /** @return everything as a text that {@link #parse} understands, without rounding */
    public String toJsonLines() {
        return MetricsJsonLines.text(this);
    }

    /**
     * @param jsonLines what {@link #toJsonLines} gave
     * @param name what messages call the text
     * @return the history
     * @throws IllegalArgumentException if it is no such text; the message names the line
     */
    public static MetricsHistory parse(String jsonLines, String name) {
        return MetricsJsonLines.parse(jsonLines, name);
    }

    /** Writes it all in the order in which it came: an evaluation behind the updates before it. */
    void writeTo(MetricsWriter writer) {
        int next = 0;
        for (UpdateMetrics metrics : updates) {
            for (; next < epochs.size() && epochs.get(next).update() < metrics.update(); next++) {
                writer.add(epochs.get(next));
            }
            writer.add(metrics);
        }
        epochs.subList(next, epochs.size()).forEach(writer::add);
    }
}
