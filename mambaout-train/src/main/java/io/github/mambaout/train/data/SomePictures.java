package io.github.mambaout.train.data;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Some pictures of a set. */
final class SomePictures extends LabelledPictures {
    private final DataSet whole;
    private final int[] indices;

    /** With the labels that they have there. */
    SomePictures(DataSet whole, String name, int... indices) {
        this(whole, name, whole.classes(), label -> label, indices);
    }

    /** @param labels the label here of each label there */
    SomePictures(DataSet whole, String name, List<String> classes, IntUnaryOperator labels, int... indices) {
        super(name, classes, indices.length, index -> labels.applyAsInt(whole.label(indices[index])));
        this.whole = whole;
        this.indices = indices;
    }

    @Override
    public String place(int index) {
        return whole.place(indices[index]);
    }

    @Override
    public Optional<Sample> sample(int index) {
        return whole.sample(indices[index]).map(sample -> new Sample(sample.picture(), label(index)));
    }

    /** @return those of the whole set */
    @Override
    public List<SkippedPicture> skipped() {
        return whole.skipped();
    }
}
