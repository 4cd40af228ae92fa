package io.github.mambaout.train.data;

import java.util.List;
import java.util.stream.IntStream;

/** Leaves the pictures of some classes of a set, which are the only classes that there are then. */
public final class ChosenClasses {
    private ChosenClasses() {}

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
        return new SomePictures(whole, whole.name() + ", chosen classes", classes, label -> labels[label], indices);
    }
}
