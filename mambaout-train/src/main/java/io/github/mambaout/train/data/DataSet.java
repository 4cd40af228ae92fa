package io.github.mambaout.train.data;

import java.util.List;
import java.util.Optional;

/** Labelled pictures by index. Safe for many threads. */
public interface DataSet {
    /** @return what the set is called in messages, for instance {@code folder:pets (train)} */
    String name();

    /** @return the number of samples, unreadable ones included; at least 1 */
    int size();

    /** @return the class names; a label is an index into them */
    List<String> classes();

    /**
     * @param index from 0 to {@code size() - 1}
     * @return the label of the sample, known without reading its picture
     */
    int label(int index);

    /**
     * @param index from 0 to {@code size() - 1}
     * @return where the sample's picture comes from, for people and for lists that go by the names of files: a path, or, where pictures
     *     lie together in one file, the set and the index
     */
    default String place(int index) {
        return name() + ", picture " + index;
    }

    /**
     * Reads one sample.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the sample, or nothing if its picture cannot be read; the picture is then listed in {@link #skipped()}
     */
    Optional<Sample> sample(int index);

    /**
     * @return the pictures that turned out to be unreadable so far, each once, in the order of their index; none where all pictures
     *     have been read beforehand
     */
    default List<SkippedPicture> skipped() {
        return List.of();
    }
}
