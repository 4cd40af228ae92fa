package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.data.BatchPlan;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.SampleTransform;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.loss.Loss;
import io.github.mambaout.train.report.ConfusionMatrix;
import io.github.mambaout.train.report.Evaluation;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Judges a network by pictures that it was not trained on. Every readable picture counts once. */
public final class Evaluator {
    private static final int FIRST = 5;

    private final Layer model;
    private final DataSet data;
    private final SampleTransform transform;
    private final int batchSize;
    private final Compute compute;
    private final int workers;
    private final Loss loss = new CrossEntropy(0);

    /**
     * @param model gives logits {@code [N, classes]}
     * @param data held-out pictures
     * @param transform what makes a picture an input
     * @param batchSize pictures at a time, at least 1
     * @param compute where to compute
     * @param workers threads that read pictures beside, at least 1
     */
    public Evaluator(
            Layer model, DataSet data, SampleTransform transform, int batchSize, Compute compute, int workers) {
        this.model = model;
        this.data = data;
        this.transform = transform;
        this.batchSize = batchSize;
        this.compute = compute;
        this.workers = workers;
    }

    /**
     * @param progress is told after every batch how many pictures have been seen
     * @return what the network's present weights reach
     * @throws DataException if none of the pictures can be read
     */
    public Evaluation evaluate(LongConsumer progress) {
        Count count = new Count(new ConfusionMatrix(data.classes()));
        try (BatchLoader loader = new BatchLoader(
                data,
                transform,
                batchSize,
                BatchPlan.once(data.size(), batchSize),
                BatchLoader.Unreadable.LEFT_OUT,
                compute.memory(),
                workers)) {
            for (Optional<Batch> next = loader.next(); next.isPresent(); next = loader.next()) {
                try (Batch batch = next.get()) {
                    if (batch.size() > 0) {
                        add(count, batch);
                        progress.accept(count.pictures);
                    }
                }
            }
        }
        if (count.pictures == 0) {
            throw new DataException(data.name() + ": none of its " + data.size()
                    + " pictures can be read, for instance "
                    + data.skipped().get(0).reason());
        }
        return count.toEvaluation();
    }

    private void add(Count count, Batch batch) {
        try (Execution execution = Execution.on(compute)) {
            Tensor logits = model.forward(batch.input(), execution);
            Tensor unused = execution.borrow(logits.shape());
            count.loss += loss.evaluate(logits, batch.labels(), unused) * batch.size();
            float[] row = new float[logits.shape().channels()];
            for (int i = 0; i < batch.size(); i++) {
                logits.data().get(i * row.length, row);
                count.add(row, batch.labels()[i]);
            }
        }
    }

    private static final class Count {
        private final ConfusionMatrix confusion;
        private long pictures;
        private long top1;
        private long top5;
        private double loss;

        Count(ConfusionMatrix confusion) {
            this.confusion = confusion;
        }

        void add(float[] logits, int label) {
            int rank = rank(logits, label);
            pictures++;
            top1 += rank == 0 ? 1 : 0;
            top5 += rank < FIRST ? 1 : 0;
            confusion.add(label, largest(logits));
        }

        Evaluation toEvaluation() {
            return new Evaluation(pictures, top1, top5, loss / pictures, confusion);
        }
    }

    /** How many classes come before this one; of equal logits the lower index comes first. */
    static int rank(float[] logits, int label) {
        int rank = 0;
        for (int k = 0; k < logits.length; k++) {
            if (comesBefore(logits, k, label)) {
                rank++;
            }
        }
        return rank;
    }

    static int largest(float[] logits) {
        int largest = 0;
        for (int k = 1; k < logits.length; k++) {
            if (comesBefore(logits, k, largest)) {
                largest = k;
            }
        }
        return largest;
    }

    /** A strict order of all classes, also of logits that are no numbers: those come last. */
    private static boolean comesBefore(float[] logits, int k, int other) {
        float a = Float.isNaN(logits[k]) ? Float.NEGATIVE_INFINITY : logits[k];
        float b = Float.isNaN(logits[other]) ? Float.NEGATIVE_INFINITY : logits[other];
        return a > b || a == b && k < other;
    }
}
