package io.github.mambaout.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The curves of a run over its updates.
 *
 * @param history what is drawn
 */
record RunCharts(MetricsHistory history) {
    String toCards() {
        return Stream.of(loss(), accuracy(), learningRate(), gradientNorm(), speed())
                .map(LineChart::toCard)
                .collect(Collectors.joining());
    }

    private LineChart loss() {
        List<LineChart.Series> lines = new ArrayList<>();
        lines.add(updates("training objective", UpdateMetrics::loss));
        lines.add(epochs("held-out", Evaluation::loss));
        averaged("held-out, averaged weights", Evaluation::loss).ifPresent(lines::add);
        return LineChart.overUpdates("Loss", lines);
    }

    private LineChart accuracy() {
        List<LineChart.Series> lines = new ArrayList<>();
        lines.add(epochs("top-1", Evaluation::top1Share));
        lines.add(epochs("top-5", Evaluation::top5Share));
        averaged("top-1, averaged weights", Evaluation::top1Share).ifPresent(lines::add);
        return LineChart.overUpdates("Accuracy on held-out pictures", lines);
    }

    private LineChart learningRate() {
        return LineChart.overUpdates("Learning rate", List.of(updates("learning rate", UpdateMetrics::learningRate)));
    }

    private LineChart gradientNorm() {
        return LineChart.overUpdates("Gradient norm", List.of(updates("gradient norm", UpdateMetrics::gradientNorm)));
    }

    LineChart speed() {
        return LineChart.overUpdates(
                "Pictures per second",
                List.of(
                        updates("computing alone", RunCharts::computingSpeed),
                        updates("with waiting for data", UpdateMetrics::picturesPerSecond)));
    }

    /** What the speed would be if every batch were ready; no number if nothing but waiting was seen. */
    private static double computingSpeed(UpdateMetrics metrics) {
        return metrics.waitingShare() < 1 ? metrics.picturesPerSecond() / (1 - metrics.waitingShare()) : Double.NaN;
    }

    private LineChart.Series updates(String name, ToDoubleFunction<UpdateMetrics> value) {
        return new LineChart.Series(
                name,
                history.updates().stream()
                        .map(metrics -> (double) metrics.update())
                        .toList(),
                history.updates().stream().map(value::applyAsDouble).toList(),
                false);
    }

    private LineChart.Series epochs(String name, ToDoubleFunction<Evaluation> value) {
        return evaluations(name, metrics -> Optional.of(metrics.evaluation()), value);
    }

    private Optional<LineChart.Series> averaged(String name, ToDoubleFunction<Evaluation> value) {
        return Optional.of(evaluations(name, EpochMetrics::averaged, value))
                .filter(line -> !line.places().isEmpty());
    }

    private LineChart.Series evaluations(
            String name, Function<EpochMetrics, Optional<Evaluation>> which, ToDoubleFunction<Evaluation> value) {
        List<Double> places = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (EpochMetrics metrics : history.epochs()) {
            which.apply(metrics).ifPresent(evaluation -> {
                places.add((double) metrics.update());
                values.add(value.applyAsDouble(evaluation));
            });
        }
        return new LineChart.Series(name, places, values, true);
    }
}
