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
import io.github.mambaout.train.report.Evaluation;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Judges a network by pictures that it was not trained on. Every readable picture counts once. */
public final class Evaluator {
    private final Layer model;
    private final DataSet data;
    private final SampleTransform transform;
    private final int batchSize;
    private final Compute compute;
    private final int workers;
    private final int[] logitOfClass;

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
        this(
                model,
                data,
                IntStream.range(0, data.classes().size()).boxed().toList(),
                transform,
                batchSize,
                compute,
                workers);
    }

    /**
     * For data with fewer classes than the network knows: only the logits of these count.
     *
     * @param model gives logits {@code [N, classes]}
     * @param data held-out pictures
     * @param logitOfClass for each class of the data, which of the network's logits stands for it
     * @param transform what makes a picture an input
     * @param batchSize pictures at a time, at least 1
     * @param compute where to compute
     * @param workers threads that read pictures beside, at least 1
     * @throws IllegalArgumentException if there are not as many such logits as classes
     */
    public Evaluator(
            Layer model,
            DataSet data,
            List<Integer> logitOfClass,
            SampleTransform transform,
            int batchSize,
            Compute compute,
            int workers) {
        if (logitOfClass.size() != data.classes().size()) {
            throw new IllegalArgumentException(data.name() + " has "
                    + data.classes().size() + " classes, but " + logitOfClass.size() + " logits are to stand for them");
        }
        this.logitOfClass = logitOfClass.stream().mapToInt(Integer::intValue).toArray();
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
        return evaluate(progress, picture -> {});
    }

    /**
     * @param progress is told after every batch how many pictures have been seen
     * @param judged is told of every picture what the network makes of it, in the order of the data
     * @return what the network's present weights reach
     * @throws DataException if none of the pictures can be read
     */
    public Evaluation evaluate(LongConsumer progress, Consumer<JudgedPicture> judged) {
        EvaluationCount count = new EvaluationCount(data.classes(), judged);
        try (BatchLoader loader = new BatchLoader(
                data,
                transform,
                batchSize,
                BatchPlan.once(0, data.size(), batchSize),
                BatchLoader.Unreadable.LEFT_OUT,
                compute.memory(),
                workers)) {
            for (Optional<Batch> next = loader.next(); next.isPresent(); next = loader.next()) {
                try (Batch batch = next.get()) {
                    if (batch.size() > 0) {
                        add(count, batch);
                        progress.accept(count.pictures());
                    }
                }
            }
        }
        if (count.pictures() == 0) {
            throw new DataException(data.name() + ": none of its " + data.size()
                    + " pictures can be read, for instance "
                    + data.skipped().get(0).reason());
        }
        return count.toEvaluation();
    }

    private void add(EvaluationCount count, Batch batch) {
        try (Execution execution = Execution.on(compute)) {
            Tensor logits = model.forward(batch.input(), execution);
            float[] row = new float[logits.shape().channels()];
            for (int i = 0; i < batch.size(); i++) {
                logits.data().get(i * row.length, row);
                count.add(batch.indices()[i], batch.labels()[i], ofClasses(row));
            }
        }
    }

    private LogitRow ofClasses(float[] row) {
        float[] chosen = new float[logitOfClass.length];
        for (int k = 0; k < chosen.length; k++) {
            chosen[k] = row[logitOfClass[k]];
        }
        return new LogitRow(chosen);
    }
}
