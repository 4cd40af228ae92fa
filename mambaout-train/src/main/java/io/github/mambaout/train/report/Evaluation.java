package io.github.mambaout.train.report;

import java.util.Locale;
import java.util.Optional;

/**
 * How well a model labels pictures that it was not trained on. Counts are exact: every picture is counted once.
 *
 * @param pictures number of pictures, at least 1
 * @param top1 how many were given their true class first
 * @param top5 how many had their true class among the first five
 * @param loss mean cross-entropy without label smoothing
 * @param details which classes and pictures were hard; none where only figures are kept
 */
public record Evaluation(long pictures, long top1, long top5, double loss, Optional<EvaluationDetails> details) {
    public Evaluation {
        if (pictures < 1 || top1 < 0 || top1 > top5 || top5 > pictures) {
            throw new IllegalArgumentException(
                    "Counts do not fit: " + top1 + " first, " + top5 + " among five, of " + pictures + " pictures");
        }
    }

    /**
     * Figures alone.
     *
     * @param pictures number of pictures, at least 1
     * @param top1 how many were given their true class first
     * @param top5 how many had their true class among the first five
     * @param loss mean cross-entropy without label smoothing
     */
    public Evaluation(long pictures, long top1, long top5, double loss) {
        this(pictures, top1, top5, loss, Optional.empty());
    }

    /** @return the figures alone */
    public Evaluation withoutDetails() {
        return new Evaluation(pictures, top1, top5, loss);
    }

    /** @return share of pictures given their true class first, from 0 to 1 */
    public double top1Share() {
        return (double) top1 / pictures;
    }

    /** @return share of pictures with their true class among the first five, from 0 to 1 */
    public double top5Share() {
        return (double) top5 / pictures;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "top-1 %.4f (%d of %d), top-5 %.4f, loss %.4f",
                top1Share(),
                top1,
                pictures,
                top5Share(),
                loss);
    }
}
