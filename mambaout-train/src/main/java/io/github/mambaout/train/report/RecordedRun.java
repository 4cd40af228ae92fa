package io.github.mambaout.train.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as its folder tells it, finished or under way.
 *
 * @param name what the run is called
 * @param settings its settings as text, by name
 * @param history its course
 */
public record RecordedRun(String name, Map<String, String> settings, MetricsHistory history) {
    /** @return the evaluation with the highest top-1, by the averaged weights where there are some; the earliest of equal ones */
    public Optional<EpochMetrics> best() {
        return history.epochs().stream()
                .sorted(Comparator.comparingDouble(
                                (EpochMetrics metrics) -> metrics.judged().top1Share())
                        .reversed())
                .findFirst();
    }

    /** @return the last evaluation */
    public Optional<EpochMetrics> last() {
        return last(history.epochs());
    }

    private static <T> Optional<T> last(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** @return time spent on the updates before an evaluation, waiting for data included */
    double secondsBefore(EpochMetrics metrics) {
        return history.updates().stream()
                .filter(update -> update.update() <= metrics.update())
                .mapToDouble(UpdateMetrics::trainingSeconds)
                .max()
                .orElse(0);
    }

    /** @return share of the training time in which the next batch was not ready, from 0 to 1 */
    public double waitingShare() {
        double waited = 0;
        double before = 0;
        for (UpdateMetrics metrics : history.updates()) {
            waited += metrics.waitingShare() * (metrics.trainingSeconds() - before);
            before = metrics.trainingSeconds();
        }
        return before == 0 ? 0 : waited / before;
    }

    /**
     * @return its final and best figures by name, in the order of display: numbers, or an empty text where there is none yet. Shares go from 0
     *     to 1, epochs count from 1
     */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        Optional<UpdateMetrics> update = last(history.updates());
        figures.put("run", name);
        figures.put("best_top1", orEmpty(best().map(metrics -> metrics.judged().top1Share())));
        figures.put("best_epoch", orEmpty(best().map(metrics -> metrics.epoch() + 1)));
        figures.put("last_top1", orEmpty(last().map(metrics -> metrics.judged().top1Share())));
        figures.put("last_top5", orEmpty(last().map(metrics -> metrics.judged().top5Share())));
        figures.put("last_loss", orEmpty(last().map(metrics -> metrics.judged().loss())));
        figures.put("training_loss", orEmpty(update.map(UpdateMetrics::loss)));
        figures.put("updates", orEmpty(update.map(UpdateMetrics::update)));
        figures.put("training_seconds", history.trainingSeconds());
        figures.put("pictures_per_second", orEmpty(update.map(UpdateMetrics::picturesPerSecond)));
        figures.put("waiting_share", waitingShare());
        return figures;
    }

    private static Object orEmpty(Optional<? extends Number> figure) {
        return figure.<Object>map(number -> number).orElse("");
    }
}
