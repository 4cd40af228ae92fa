package io.github.mambaout.bench.ablation.statistics;

import java.util.OptionalInt;

/**
 * All that is inferred from paired differences.
 *
 * @param student Student's interval of the mean difference
 * @param bootstrap the bootstrap's
 * @param better whether the first group is better
 * @param worse whether it is worse
 * @param notInferior whether it is at most the margin worse
 * @param betterP p-value of {@code better}, corrected if there are several comparisons
 * @param worseP p-value of {@code worse}, likewise
 * @param notInferiorP p-value of {@code notInferior}, likewise
 * @param seedsNeeded how many seeds would show non-inferiority with a probability of {@value #POWER} if both groups were
 *     equally good and their differences varied as these do; nothing if more than a million
 */
public record Inference(
        Interval student,
        Interval bootstrap,
        MarginTest better,
        MarginTest worse,
        MarginTest notInferior,
        double betterP,
        double worseP,
        double notInferiorP,
        OptionalInt seedsNeeded) {
    /** What studies are usually planned for. */
    public static final double POWER = 0.8;

    private static final int RESAMPLES = 10_000;

    /** What the differences show, in the order in which it is said. */
    public enum Verdict {
        /** The first group is better. */
        BETTER("is better than"),
        /** It is not shown to be better, but to be less than the margin worse. */
        NOT_INFERIOR("is not inferior to"),
        /** It is worse, perhaps by more than the margin. */
        WORSE("is worse than"),
        /** Nothing is shown. */
        UNDECIDED("is not shown to differ from");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /** @return what stands between the two in a sentence */
        public String words() {
            return words;
        }
    }

    /**
     * @param differences first minus second, where more is better; at least two
     * @param margin how much worse would still do, positive
     * @param confidence of two-sided intervals
     * @return what follows from them, as from a single comparison
     */
    public static Inference of(PairedDifferences differences, double margin, double confidence) {
        MarginTest better = MarginTest.superiority(differences, confidence);
        MarginTest worse = MarginTest.superiority(differences.reversed(), confidence);
        MarginTest notInferior = MarginTest.nonInferiority(differences, margin, confidence);
        return new Inference(
                differences.studentInterval(confidence),
                differences.bootstrapInterval(confidence, RESAMPLES, 0),
                better,
                worse,
                notInferior,
                better.pValue(),
                worse.pValue(),
                notInferior.pValue(),
                new SeedPlan(differences.deviation(), margin, confidence).seeds(POWER));
    }

    /**
     * @param newBetterP p-value of {@link #better}, corrected for many comparisons
     * @param newWorseP p-value of {@link #worse}, likewise
     * @param newNotInferiorP p-value of {@link #notInferior}, likewise
     * @return the same with these
     */
    public Inference corrected(double newBetterP, double newWorseP, double newNotInferiorP) {
        return new Inference(
                student, bootstrap, better, worse, notInferior, newBetterP, newWorseP, newNotInferiorP, seedsNeeded);
    }

    /** @return what is shown, by corrected p-values */
    public Verdict verdict() {
        if (betterP <= better.level()) {
            return Verdict.BETTER;
        }
        if (notInferiorP <= notInferior.level()) {
            return Verdict.NOT_INFERIOR;
        }
        return worseP <= worse.level() ? Verdict.WORSE : Verdict.UNDECIDED;
    }
}
