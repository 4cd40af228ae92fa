package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.data.SkippedPicture;
import io.github.mambaout.train.report.Duration;
import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.train.report.EvaluationDetails;
import io.github.mambaout.train.report.HardPicture;
import io.github.mambaout.train.report.PictureGallery;
import io.github.mambaout.train.report.Report;
import io.github.mambaout.weights.SavedModel;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Gathers what the page about a run shows. */
final class RunReport {
    private static final int PICTURES = 24;
    private static final int SKIPPED_SHOWN = 10;

    private final TrainingConfig config;
    private final DataSource data;
    private final SavedModel model;
    private final Compute compute;
    private final MetricsRecorder recorder;

    RunReport(TrainingConfig config, DataSource data, SavedModel model, Compute compute, MetricsRecorder recorder) {
        this.config = config;
        this.data = data;
        this.model = model;
        this.compute = compute;
        this.recorder = recorder;
    }

    Report of(TrainingResult result) {
        PictureGallery gallery =
                new PictureGallery(model.model(), model.metadata().preprocessing(), compute);
        return new Report(
                title(),
                summary(result),
                recorder.history(),
                recorder.lastDetails().map(EvaluationDetails::confusion),
                gallery.of(data.validation(), hardest()),
                recorder.shown(),
                gallery.of(data.validation(), PICTURES),
                tables(result));
    }

    private List<Integer> hardest() {
        return recorder.lastDetails().stream()
                .flatMap(details -> details.hardest().stream())
                .map(HardPicture::index)
                .toList();
    }

    private String title() {
        MambaOutConfig shape = model.model().config();
        String name = ModelZoo.names().contains(shape.name())
                ? shape.name()
                : "MambaOut of depths " + shape.depths() + " and dims " + shape.dims();
        return name + " on " + config.data().source();
    }

    private Map<String, String> summary(TrainingResult result) {
        Map<String, String> summary = new LinkedHashMap<>();
        String of = result.last().flatMap(EpochMetrics::averaged).isPresent() ? ", averaged weights" : "";
        result.best().ifPresent(best -> {
            summary.put("top-1 of the best" + of, percent(best.judged().top1Share()));
            summary.put("best by", result.metric() + ", in epoch " + (best.epoch() + 1));
        });
        result.last().ifPresent(last -> {
            summary.put("last top-1" + of, percent(last.judged().top1Share()));
            summary.put("last top-5" + of, percent(last.judged().top5Share()));
        });
        summary.put("updates", result.updates() + (result.stopped() ? " (stopped)" : ""));
        summary.put("training time", Duration.text(result.trainingSeconds()));
        summary.put("pictures per second", String.format(Locale.ROOT, "%.0f", result.picturesPerSecond()));
        summary.put("waiting for data", String.format(Locale.ROOT, "%.1f %%", 100 * result.waitingShare()));
        summary.put(
                "parameters",
                String.format(Locale.ROOT, "%,d", model.model().parameters().count()));
        return summary;
    }

    private Map<String, Map<String, String>> tables(TrainingResult result) {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        tables.put("Configuration", TrainingConfigFile.settings(config));
        tables.put("Model", TrainingConfigFile.texts(model.model().config()));
        tables.put("Preprocessing", TrainingConfigFile.texts(model.metadata().preprocessing()));
        tables.put("Provenance", provenance(result));
        return tables;
    }

    private Map<String, String> provenance(TrainingResult result) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("library version", model.metadata().provenance().version());
        provenance.put("Java", model.metadata().provenance().jdk());
        provenance.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        provenance.put("kernels", compute.kernels().name());
        provenance.put("threads", Integer.toString(compute.workers().threads()));
        provenance.put(
                "written",
                DateTimeFormatter.ISO_INSTANT.format(
                        ZonedDateTime.now(ZoneOffset.UTC).withNano(0)));
        provenance.put(
                "training pictures",
                data.training().name() + ", " + data.training().size());
        provenance.put(
                "held-out pictures",
                data.validation().name() + ", " + data.validation().size());
        provenance.put("skipped pictures", skipped(result.skipped()));
        return provenance;
    }

    private static String skipped(List<SkippedPicture> skipped) {
        String some = skipped.stream()
                .limit(SKIPPED_SHOWN)
                .map(SkippedPicture::reason)
                .collect(Collectors.joining(" "));
        return skipped.isEmpty() ? "none" : skipped.size() + ": " + some;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
