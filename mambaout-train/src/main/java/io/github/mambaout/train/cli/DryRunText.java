package io.github.mambaout.train.cli;

import io.github.mambaout.train.LayeredConfig;
import io.github.mambaout.train.RunForecast;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigFile;
import io.github.mambaout.train.report.Duration;
import io.github.mambaout.train.settings.SettingGroup;
import java.io.PrintWriter;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Says what a run would do: every setting with its source, and what is to be expected. */
final class DryRunText {
    /** From then on an update takes long. */
    private static final double LONG_SECONDS = 60;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final PrintWriter out;

    DryRunText(PrintWriter out) {
        this.out = out;
    }

    void printSettings(LayeredConfig.Resolved resolved) {
        Map<String, String> values = TrainingConfigFile.settings(resolved.config());
        for (SettingGroup group : SettingGroup.all()) {
            out.println(group.heading());
            group.settings().forEach(setting -> {
                String value = values.get(setting.name());
                out.println(String.format(
                                Locale.ROOT,
                                "  %-20s %-28s %s",
                                setting.name(),
                                value.isEmpty() ? "-" : value,
                                resolved.sources().get(setting.name()))
                        .stripTrailing());
            });
            out.println();
        }
    }

    /**
     * @param forecast what is to be expected
     * @param config of the run
     * @param now when it would begin
     */
    void print(RunForecast forecast, TrainingConfig config, ZonedDateTime now) {
        line(
                "Network",
                "%s, %,d parameters, input %dx%d, %,d classes",
                forecast.model(),
                forecast.parameters(),
                forecast.imgSize(),
                forecast.imgSize(),
                forecast.classes());
        line(
                "Pictures",
                "%,d to train on, %,d to judge by",
                forecast.trainingPictures(),
                forecast.validationPictures());
        long pictures = config.optimization().picturesOfAnUpdate();
        forecast.length()
                .ifPresentOrElse(
                        length -> line(
                                "Length",
                                "%,d updates of %,d pictures, %,d an epoch",
                                length.updates(),
                                pictures,
                                length.updatesPerEpoch()),
                        () -> line("Length", "%d epochs of updates of %,d pictures", forecast.epochs(), pictures));
        line("Learning rate", "%.4g at most", config.peakLearningRate());
        forecast.rates().forEach(rate -> line("", "epoch %-5d %.6e", rate.epoch(), rate.rate()));
        line("Memory", "%s", forecast.memory().describe());
        line(
                "Data",
                "%.0f pictures per second on %d workers, with nothing beside",
                forecast.times().picturesPerSecond(),
                config.run().workers());
        if (forecast.keptFeatures() > 0) {
            line(
                    "Features",
                    "%,d are computed once, in %s, and kept",
                    forecast.keptFeatures(),
                    Duration.text(forecast.featuresSeconds()));
        }
        printTimes(forecast, config);
        forecast.seconds()
                .ifPresent(seconds -> line(
                        "End",
                        "%s after %s of training and evaluations",
                        TIME.format(now.plusSeconds(Math.round(seconds))),
                        Duration.text(seconds)));
        forecast.refusal().ifPresent(reason -> line("End", "the run would not begin: %s", reason));
        out.flush();
    }

    private void printTimes(RunForecast forecast, TrainingConfig config) {
        RunForecast.Times times = forecast.times();
        line(
                "Update",
                "%s, %.1f pictures per second%s",
                forecast.updateSeconds() < LONG_SECONDS
                        ? String.format(Locale.ROOT, "%.3f s", forecast.updateSeconds())
                        : Duration.text(forecast.updateSeconds()),
                config.optimization().picturesOfAnUpdate() / forecast.updateSeconds(),
                forecast.updateSeconds() > LONG_SECONDS ? ": an update takes long" : "");
        line("", "from micro-batches of %d pictures in %.3f s", times.pictures(), times.microBatchSeconds());
    }

    private void line(String name, String text, Object... values) {
        out.println(String.format(Locale.ROOT, "%-14s ", name) + String.format(Locale.ROOT, text, values));
    }
}
