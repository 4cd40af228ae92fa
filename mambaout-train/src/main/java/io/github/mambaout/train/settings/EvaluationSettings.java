package io.github.mambaout.train.settings;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.train.report.EvaluationMetric;
import java.util.List;
import java.util.Locale;

/**
 * How weights are judged. The preprocessing is saved with them, so that they predict from what they were judged by.
 *
 * @param cropPct share of a picture's shorter side that is kept, above 0 to 1; 0 for what suits the data or the weights
 * @param interpolation filter of resizing, {@code bilinear} or {@code bicubic}; empty for what suits the data or the weights
 * @param evalMetric what makes weights the best
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record EvaluationSettings(double cropPct, String interpolation, EvaluationMetric evalMetric) {
    /** What suits the data, by top-1. */
    public static final EvaluationSettings DEFAULT = new EvaluationSettings(0, "", EvaluationMetric.TOP1);

    private static final List<String> FILTERS = List.of("bilinear", "bicubic");

    public EvaluationSettings {
        if (!(cropPct >= 0 && cropPct <= 1)) {
            throw new IllegalArgumentException(
                    "crop-pct must lie above 0 and at most at 1 (0 for what suits the data), but is " + cropPct);
        }
        if (!interpolation.isEmpty() && !FILTERS.contains(interpolation)) {
            throw new IllegalArgumentException("interpolation must be one of " + String.join(", ", FILTERS)
                    + " (empty for what suits the data), but is '" + interpolation + "'");
        }
        Require.given("eval-metric", evalMetric);
    }

    /**
     * @param suited the preprocessing that suits the data or the weights
     * @return the preprocessing of the run
     */
    public Preprocessing over(Preprocessing suited) {
        Preprocessing cropped = cropPct == 0 ? suited : suited.withCropFraction(cropPct);
        return interpolation.isEmpty()
                ? cropped
                : cropped.withInterpolation(Interpolation.valueOf(interpolation.toUpperCase(Locale.ROOT)), true);
    }

    static SettingGroup described() {
        return SettingGroup.of(
                "Evaluation",
                Setting.of(
                        "crop-pct",
                        "SHARE",
                        "Share of a picture's shorter side that is kept (default: 0, what suits the data)."),
                Setting.choice("interpolation", FILTERS, "Filter of resizing (default: what suits the data)."),
                Setting.choice("eval-metric", List.of("top1", "top5", "loss"), "What makes weights the best."));
    }
}
