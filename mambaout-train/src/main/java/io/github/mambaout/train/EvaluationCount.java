package io.github.mambaout.train;

import io.github.mambaout.train.report.ConfusionMatrix;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.train.report.EvaluationDetails;
import io.github.mambaout.train.report.HardPicture;
import io.github.mambaout.train.report.HardestPictures;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts what a network makes of held-out pictures. */
final class EvaluationCount {
    private static final int FIRST = 5;
    /** Enough to see what they have in common. */
    private static final int HARDEST = 24;

    private final ConfusionMatrix confusion;
    private final HardestPictures hardest = new HardestPictures(HARDEST);
    private final Consumer<JudgedPicture> judged;
    private long pictures;
    private long top1;
    private long top5;
    private double loss;

    EvaluationCount(List<String> classes, Consumer<JudgedPicture> judged) {
        this.confusion = new ConfusionMatrix(classes);
        this.judged = judged;
    }

    /** Counts a picture by the index that its data set has for it. */
    void add(int index, int label, LogitRow logits) {
        int rank = logits.rank(label);
        List<Integer> first = logits.first(FIRST);
        int predicted = first.get(0);
        double logSum = logits.logSum();
        double lossOfPicture = logSum - logits.logits()[label];
        pictures++;
        top1 += rank == 0 ? 1 : 0;
        top5 += rank < FIRST ? 1 : 0;
        loss += lossOfPicture;
        confusion.add(label, predicted);
        hardest.add(
                new HardPicture(index, label, predicted, Math.exp(logits.logits()[predicted] - logSum), lossOfPicture));
        judged.accept(new JudgedPicture(index, label, first));
    }

    long pictures() {
        return pictures;
    }

    Evaluation toEvaluation() {
        return new Evaluation(
                pictures, top1, top5, loss / pictures, Optional.of(new EvaluationDetails(confusion, hardest.toList())));
    }
}
