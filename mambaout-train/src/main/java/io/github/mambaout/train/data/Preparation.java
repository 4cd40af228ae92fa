package io.github.mambaout.train.data;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * A batch whose places are filled in any order by many threads. Each place is taken once; what lies in it is visible to others once {@link
 * #placeIsDone} has been called under the same lock as {@link #isComplete}.
 */
final class Preparation {
    private final long epoch;
    private final int[] planned;
    private final int[] plannedRepetitions;
    private final Tensor input;
    private final int[] labels;
    private final int[] indices;
    private final int[] repetitions;
    private final boolean[] isFilled;
    private final Throwable[] failures;
    private int taken;
    private int done;

    /**
     * @param plan which samples
     * @param input where they go, at least one place for each
     */
    Preparation(BatchPlan plan, Tensor input) {
        this.epoch = plan.epoch();
        this.planned = plan.indices();
        this.plannedRepetitions = plan.repetitions();
        this.input = input;
        this.labels = new int[planned.length];
        this.indices = new int[planned.length];
        this.repetitions = new int[planned.length];
        this.isFilled = new boolean[planned.length];
        this.failures = new Throwable[planned.length];
    }

    boolean hasMore() {
        return taken < planned.length;
    }

    /** Takes the next place that nobody has taken. */
    int takePlace() {
        return taken++;
    }

    void placeIsDone() {
        done++;
    }

    boolean isComplete() {
        return done == planned.length;
    }

    int planned(int place) {
        return planned[place];
    }

    /** Fills a place; one that is never filled is left out. */
    void fill(int place, int index, Sample sample, SampleTransform transform) {
        repetitions[place] = plannedRepetitions[place];
        transform.apply(sample.picture(), new SampleKey(epoch, index, repetitions[place]), input, place);
        labels[place] = sample.label();
        indices[place] = index;
        isFilled[place] = true;
    }

    void fail(int place, Throwable failure) {
        failures[place] = failure;
    }

    /** The failure of the first place that has one, so that the number of threads does not decide which one is told. */
    Optional<Throwable> failure() {
        return Arrays.stream(failures).filter(failure -> failure != null).findFirst();
    }

    Tensor input() {
        return input;
    }

    /** The batch of the filled places, moved together in their order. */
    Batch toBatch(SampleTransform transform, Runnable giveBack) {
        Shape one = transform.batchShape(1);
        int count = 0;
        for (int place = 0; place < planned.length; place++) {
            if (isFilled[place]) {
                if (count < place) {
                    float[] values = new float[one.elements()];
                    input.data().get(place * values.length, values);
                    input.data().put(count * values.length, values);
                    labels[count] = labels[place];
                    indices[count] = indices[place];
                    repetitions[count] = repetitions[place];
                }
                count++;
            }
        }
        return new Batch(
                epoch,
                input.slice(0, transform.batchShape(count)),
                Arrays.copyOf(labels, count),
                Arrays.copyOf(indices, count),
                Arrays.copyOf(repetitions, count),
                giveBack);
    }
}
