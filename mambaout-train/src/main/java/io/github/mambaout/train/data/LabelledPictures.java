package io.github.mambaout.train.data;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** A data set of which all but the pictures is known when it is opened. */
public abstract class LabelledPictures implements DataSet {
    private final String name;
    private final List<String> classes;
    private final int size;
    private final IntUnaryOperator labels;

    /**
     * @param name what the set is called in messages
     * @param classes the class names
     * @param size the number of samples, at least 1
     * @param labels the label of the sample with an index, from 0 to {@code size - 1}
     */
    protected LabelledPictures(String name, List<String> classes, int size, IntUnaryOperator labels) {
        this.name = name;
        this.classes = List.copyOf(classes);
        this.size = size;
        this.labels = labels;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int size() {
        return size;
    }

    @Override
    public final List<String> classes() {
        return classes;
    }

    @Override
    public final int label(int index) {
        return labels.applyAsInt(index);
    }
}
