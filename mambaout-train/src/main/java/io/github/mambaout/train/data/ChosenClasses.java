package io.github.mambaout.train.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The pictures of some classes of a set, which are the only classes that there are here. */
public final class ChosenClasses implements DataSet {
    private final DataSet pictures;
    private final List<String> classes;
    /** The label here of each label of the whole set; negative for classes that are left out. */
    private final int[] labels;

    private ChosenClasses(DataSet pictures, List<String> classes, int... labels) {
        this.pictures = pictures;
        this.classes = classes;
        this.labels = labels;
    }

    /**
     * @param whole a set
     * @param chosen labels of the classes that remain, each once, in the order of their labels here
     * @return its pictures of these classes, in its order
     * @throws DataException if it has no picture of these classes
     */
    public static DataSet of(DataSet whole, List<Integer> chosen) {
        int[] labels =
                IntStream.range(0, whole.classes().size()).map(chosen::indexOf).toArray();
        int[] indices = IntStream.range(0, whole.size())
                .filter(index -> labels[whole.label(index)] >= 0)
                .toArray();
        if (indices.length == 0) {
            throw new DataException(whole.name() + ": none of its " + whole.size()
                    + " pictures is of one of the chosen classes. Choose others, or another set.");
        }
        List<String> classes =
                chosen.stream().map(label -> whole.classes().get(label)).toList();
        return new ChosenClasses(new SomePictures(whole, whole.name() + ", chosen classes", indices), classes, labels);
    }

    @Override
    public String name() {
        return pictures.name();
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[pictures.label(index)];
    }

    @Override
    public String place(int index) {
        return pictures.place(index);
    }

    @Override
    public Optional<Sample> sample(int index) {
        return pictures.sample(index).map(sample -> new Sample(sample.picture(), labels[sample.label()]));
    }

    @Override
    public List<SkippedPicture> skipped() {
        return pictures.skipped();
    }
}
