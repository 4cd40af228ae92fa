package io.github.mambaout.train.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as its folder tells it, finished or under way.
 *
 * @param name what the run is called
 * @param settings its settings as text, by name
 * @param metric what makes its weights the best
 * @param history its course
 */
public record RecordedRun(String name, Map<String, String> settings, EvaluationMetric metric, MetricsHistory history) {
    /** @return the evaluation that is the best by the run's metric, by the averaged weights where there are some; the earliest of equal ones */
    public Optional<EpochMetrics> best() {
        return metric.best(history.epochs());
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
     * @return its figures by name, in the order of display: numbers, or an empty text where there is none yet. Those of the evaluation
     *     that is the best by {@code best_by}, the run's metric, begin with {@code best_}, those of the last one with {@code last_}. Shares
     *     go from 0 to 1, epochs count from 1
     */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        Optional<UpdateMetrics> update = last(history.updates());
        figures.put("run", name);
        figures.put("best_by", metric.toString());
        figures.put("best_epoch", orEmpty(best().map(metrics -> metrics.epoch() + 1)));
        putEvaluation(figures, "best", best().map(EpochMetrics::judged));
        putEvaluation(figures, "last", last().map(EpochMetrics::judged));
        figures.put("training_loss", orEmpty(update.map(UpdateMetrics::loss)));
        figures.put("updates", orEmpty(update.map(UpdateMetrics::update)));
        figures.put("training_seconds", history.trainingSeconds());
        figures.put("pictures_per_second", orEmpty(update.map(UpdateMetrics::picturesPerSecond)));
        figures.put("waiting_share", waitingShare());
        return figures;
    }

    private static void putEvaluation(Map<String, Object> figures, String which, Optional<Evaluation> found) {
        figures.put(which + "_top1", orEmpty(found.map(Evaluation::top1Share)));
        figures.put(which + "_top5", orEmpty(found.map(Evaluation::top5Share)));
        figures.put(which + "_loss", orEmpty(found.map(Evaluation::loss)));
    }

    private static Object orEmpty(Optional<? extends Number> figure) {
        return figure.<Object>map(number -> number).orElse("");
    }
}
