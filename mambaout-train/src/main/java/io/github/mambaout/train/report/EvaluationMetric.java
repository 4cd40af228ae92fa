package io.github.mambaout.train.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What makes weights the best; its text is that of the setting {@code eval-metric}. */
public enum EvaluationMetric {
    /** The share of pictures whose class comes first. */
    @JsonProperty("top1")
    TOP1 {
        @Override
        public double score(Evaluation evaluation) {
            return evaluation.top1Share();
        }
    },
    /** The share of pictures whose class is among the first five. */
    @JsonProperty("top5")
    TOP5 {
        @Override
        public double score(Evaluation evaluation) {
            return evaluation.top5Share();
        }
    },
    /** The mean loss; the lowest is the best. */
    @JsonProperty("loss")
    LOSS {
        @Override
        public double score(Evaluation evaluation) {
            return -evaluation.loss();
        }
    };

    /**
     * @param evaluation what weights reach
     * @return the higher, the better
     */
    public abstract double score(Evaluation evaluation);

    /**
     * @param evaluations of a run, in their order
     * @return the best, by the averaged weights where there are some; the earliest of equal ones
     */
    public Optional<EpochMetrics> best(List<EpochMetrics> evaluations) {
        return evaluations.stream().max(Comparator.comparingDouble(metrics -> score(metrics.judged())));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
