package io.github.mambaout.train.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All pictures of a data set: those to train on, then those held out. For sets that serve to judge as a whole. */
public final class BothParts implements DataSet {
    private final DataSet first;
    private final DataSet second;

    /** @param data a set with its parts */
    public BothParts(DataSource data) {
        this.first = data.training();
        this.second = data.validation();
    }

    /** A picture of one of the parts. */
    private record Place(DataSet part, int index) {}

    private Place find(int index) {
        return index < first.size() ? new Place(first, index) : new Place(second, index - first.size());
    }

    @Override
    public String name() {
        return first.name() + " and " + second.name();
    }

    @Override
    public int size() {
        return Math.addExact(first.size(), second.size());
    }

    @Override
    public List<String> classes() {
        return first.classes();
    }

    @Override
    public int label(int index) {
        Place place = find(index);
        return place.part().label(place.index());
    }

    @Override
    public String place(int index) {
        Place place = find(index);
        return place.part().place(place.index());
    }

    @Override
    public Optional<Sample> sample(int index) {
        Place place = find(index);
        return place.part().sample(place.index());
    }

    @Override
    public List<SkippedPicture> skipped() {
        return Stream.concat(first.skipped().stream(), second.skipped().stream())
                .distinct()
                .toList();
    }
}
