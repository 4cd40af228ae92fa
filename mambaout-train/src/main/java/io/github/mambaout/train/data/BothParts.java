package io.github.mambaout.train.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All pictures of a data set: those to train on, then those held out. For sets that serve to judge as a whole. */
public final class BothParts extends LabelledPictures {
    private final DataSource data;

    /** @param data a set with its parts */
    public BothParts(DataSource data) {
        super(
                data.training().name() + " and " + data.validation().name(),
                data.training().classes(),
                Math.addExact(data.training().size(), data.validation().size()),
                index -> Place.of(data, index).label());
        this.data = data;
    }

    /** A picture of one of the parts. */
    private record Place(DataSet part, int index) {
        static Place of(DataSource data, int index) {
            int first = data.training().size();
            return index < first ? new Place(data.training(), index) : new Place(data.validation(), index - first);
        }

        int label() {
            return part.label(index);
        }
    }

    @Override
    public String place(int index) {
        Place place = Place.of(data, index);
        return place.part().place(place.index());
    }

    @Override
    public Optional<Sample> sample(int index) {
        Place place = Place.of(data, index);
        return place.part().sample(place.index());
    }

    @Override
    public List<SkippedPicture> skipped() {
        return Stream.concat(data.training().skipped().stream(), data.validation().skipped().stream())
                .distinct()
                .toList();
    }
}
