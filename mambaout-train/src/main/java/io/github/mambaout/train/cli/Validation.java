package io.github.mambaout.train.cli;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.BufferPool;
import io.github.mambaout.train.Evaluator;
import io.github.mambaout.train.JudgedClasses;
import io.github.mambaout.train.RealAccuracy;
import io.github.mambaout.train.RealLabels;
import io.github.mambaout.train.ShrinkingBatch;
import io.github.mambaout.train.augment.PictureToInput;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.weights.SavedModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Judges one saved model. */
final class Validation {
    private final Path file;
    private final SavedModel saved;
    private final PrintWriter err;

    /** @param err is told of batches that are too large */
    Validation(Path file, SavedModel saved, PrintWriter err) {
        this.file = file;
        this.saved = saved;
        this.err = err;
    }

    /**
     * @param pictures held-out pictures
     * @param choice the only classes whose logits count
     * @param labels what else to count by
     * @param batchSize pictures at a time, if memory suffices
     * @param workers threads that read pictures
     * @throws io.github.mambaout.train.data.DataException if the classes don't fit, or pictures can't be read or have no ReaL labels
     */
    ValidatedModel of(
            DataSet pictures, Optional<ClassChoice> choice, Optional<RealLabels> labels, int batchSize, int workers) {
        List<String> learned = learned();
        JudgedClasses judged = choice.map(chosen -> JudgedClasses.only(learned, pictures, chosen.of(learned)))
                .orElseGet(() -> JudgedClasses.all(learned, pictures));
        return new ShrinkingBatch(this::tell).run(batchSize, size -> {
            Optional<RealAccuracy> real =
                    labels.map(known -> new RealAccuracy(known, judged.data(), judged.logitOfClass()));
            Evaluation found = evaluate(judged, real, size, workers);
            return new ValidatedModel(file, saved.metadata(), found, real, judged.data(), size);
        });
    }

    private List<String> learned() {
        List<String> names = saved.metadata().classNames();
        return names.isEmpty()
                ? IntStream.range(0, saved.model().config().numClasses())
                        .mapToObj(String::valueOf)
                        .toList()
                : names;
    }

    private Evaluation evaluate(JudgedClasses judged, Optional<RealAccuracy> real, int batchSize, int workers) {
        Compute shared = Compute.shared();
        // With memory of its own, so that what a larger batch borrowed doesn't stay where a smaller one needs room.
        Compute own = new Compute(shared.kernels(), shared.workers(), new BufferPool());
        try (ProgressOfLongWork progress = new ProgressOfLongWork("Validating")) {
            return new Evaluator(
                            saved.model(),
                            judged.data(),
                            judged.logitOfClass(),
                            PictureToInput.forEvaluation(saved.metadata().preprocessing()),
                            batchSize,
                            own,
                            workers)
                    .evaluate(
                            seen -> progress.accept(
                                    (double) seen / judged.data().size()),
                            picture -> real.ifPresent(accuracy -> accuracy.accept(picture)));
        }
    }

    private void tell(int tooLarge, int next) {
        err.println("Memory does not suffice for " + tooLarge + " pictures at a time; going on with " + next + ".");
        err.flush();
    }
}
