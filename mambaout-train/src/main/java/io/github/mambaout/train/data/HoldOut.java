package io.github.mambaout.train.data;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.layer.Randomness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits training pictures, so that one can choose among recipes without looking at the pictures that judge the chosen one in the
 * end. Of every class the same share is held out, the same pictures in every run, whatever its seed.
 */
public final class HoldOut {
    /** What is held out of a set that has no part to judge by. */
    private static final double SHARE = 0.1;

    private static final Logger LOG = LoggerFactory.getLogger(HoldOut.class);

    private HoldOut() {}

    /**
     * @param whole a set that has no part to judge by
     * @param preprocessing what suits its pictures
     * @return a tenth of each class to judge by, the others to train on
     * @throws DataException if a class has a single picture, which can't be on both sides
     */
    static DataSource split(DataSet whole, Preprocessing preprocessing) {
        DataSource parts = of(new DataSource(whole, whole, preprocessing), SHARE);
        LOG.info(
                "{} has no held-out part: {} of its pictures are trained on, {} judge",
                whole.name(),
                parts.training().size(),
                parts.validation().size());
        return parts;
    }

    /**
     * @param data training pictures, and those that are to stay unseen
     * @param share of the training pictures that are held out, from 0 to less than 1
     * @return the data as they are for 0; otherwise the training pictures without those held out, judged by these. Of each class
     *     at least one is held out and one is left
     * @throws DataException if a class has a single picture, which can't be on both sides
     */
    public static DataSource of(DataSource data, double share) {
        if (share == 0) {
            return data;
        }
        DataSet whole = data.training();
        Map<Integer, List<Integer>> byClass = new TreeMap<>();
        for (int index = 0; index < whole.size(); index++) {
            byClass.computeIfAbsent(whole.label(index), label -> new ArrayList<>())
                    .add(index);
        }
        List<Integer> heldOut = new ArrayList<>();
        byClass.forEach((label, indices) -> heldOut.addAll(chosen(whole, label, indices, share)));
        boolean[] isHeldOut = new boolean[whole.size()];
        heldOut.forEach(index -> isHeldOut[index] = true);
        return new DataSource(
                part(whole, "trained on", isHeldOut, false),
                part(whole, "held out", isHeldOut, true),
                data.preprocessing());
    }

    private static List<Integer> chosen(DataSet whole, int label, List<Integer> indices, double share) {
        if (indices.size() == 1) {
            throw new DataException(
                    whole.name() + ": the class "
                            + whole.classes().get(label)
                            + " has one picture, but a hold-out share needs two of each class, one to train on and one to judge by.");
        }
        Randomness random = Randomness.ofSeed(0).at("hold-out");
        long count = Math.min(indices.size() - 1, Math.max(1, Math.round(share * indices.size())));
        return indices.stream()
                .sorted(Comparator.comparingDouble((Integer index) -> random.uniform(index)))
                .limit(count)
                .toList();
    }

    private static DataSet part(DataSet whole, String name, boolean[] isHeldOut, boolean wanted) {
        return new SomePictures(
                whole,
                whole.name() + ", " + name,
                IntStream.range(0, whole.size())
                        .filter(index -> isHeldOut[index] == wanted)
                        .toArray());
    }
}
