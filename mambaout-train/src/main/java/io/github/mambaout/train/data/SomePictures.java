package io.github.mambaout.train.data;

import java.util.List;
import java.util.Optional;

/** Some pictures of a set. */
final class SomePictures implements DataSet {
    private final DataSet whole;
    private final String name;
    private final int[] indices;

    SomePictures(DataSet whole, String name, int... indices) {
        this.whole = whole;
        this.name = name;
        this.indices = indices;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public int label(int index) {
        return whole.label(indices[index]);
    }

    @Override
    public String place(int index) {
        return whole.place(indices[index]);
    }

    @Override
    public Optional<Sample> sample(int index) {
        return whole.sample(indices[index]);
    }

    /** @return those of the whole set */
    @Override
    public List<SkippedPicture> skipped() {
        return whole.skipped();
    }
}
