package io.github.mambaout.train;

import io.github.mambaout.train.data.ChosenClasses;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pictures by which a network is judged, and which of its logits stand for their classes.
 *
 * @param data pictures; a label of theirs is an index into {@code logitOfClass}
 * @param logitOfClass for each class of the data the index of the network's logit; only these count
 */
public record JudgedClasses(DataSet data, List<Integer> logitOfClass) {
    /** Copies the list. */
    public JudgedClasses {
        logitOfClass = List.copyOf(logitOfClass);
    }

    /**
     * For data with the network's classes: by name, in any order, or, where either has no names but numbers, by their number.
     *
     * @param learned the names of the network's classes in the order of its logits, or their numbers where it knows no names
     * @param data pictures
     * @return all pictures, judged by all logits
     * @throws DataException if the classes are others
     */
    public static JudgedClasses all(List<String> learned, DataSet data) {
        List<String> classes = data.classes();
        boolean byNumber = classes.size() == learned.size() && (isCount(classes) || isCount(learned));
        if (byNumber || classes.equals(learned)) {
            return new JudgedClasses(
                    data, IntStream.range(0, classes.size()).boxed().toList());
        }
        List<Integer> logits = classes.stream().map(learned::indexOf).toList();
        if (classes.size() != learned.size()
                || logits.contains(-1)
                || logits.stream().distinct().count() < logits.size()) {
            throw new DataException("The model knows " + learned.size() + " classes " + shortened(learned) + ", but "
                    + data.name() + " has " + classes.size() + " " + shortened(classes)
                    + ". Use the data set that the model was trained for, or train for this one; where the data have some"
                    + " of the model's classes, name these with --classes.");
        }
        return new JudgedClasses(data, logits);
    }

    /**
     * For a part of the network's classes, whose logits alone count. The data have either all of the network's classes, of which the others
     * are left out, or just these: by their names, or one for each chosen class in their order.
     *
     * @param learned the names of the network's classes in the order of its logits, or their numbers where it knows no names
     * @param data pictures
     * @param chosen indices of the network's logits
     * @return the pictures of these classes
     * @throws DataException if the data have neither as many classes as the network nor as many as are chosen
     */
    public static JudgedClasses only(List<String> learned, DataSet data, List<Integer> chosen) {
        List<String> classes = data.classes();
        if (classes.size() == learned.size()) {
            JudgedClasses all = all(learned, data);
            List<Integer> labels =
                    chosen.stream().map(all.logitOfClass()::indexOf).toList();
            return new JudgedClasses(ChosenClasses.of(data, labels), chosen);
        }
        if (classes.size() != chosen.size()) {
            throw new DataException(data.name() + " has " + classes.size() + " classes, but " + chosen.size()
                    + " are chosen of the model's " + learned.size()
                    + ". The data need as many classes as are chosen, or as the model has.");
        }
        List<Integer> byName =
                new ArrayList<>(classes.stream().map(learned::indexOf).toList());
        boolean named = chosen.containsAll(byName) && byName.containsAll(chosen);
        return new JudgedClasses(data, named ? byName : chosen);
    }

    /** Whether the classes are called 0, 1, 2 and so on. */
    private static boolean isCount(List<String> classes) {
        return classes.equals(
                IntStream.range(0, classes.size()).mapToObj(String::valueOf).toList());
    }

    private static String shortened(List<String> names) {
        int most = 10;
        return names.size() <= most ? names.toString() : "[" + String.join(", ", names.subList(0, most)) + ", …]";
    }
}
