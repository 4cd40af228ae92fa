package io.github.mambaout.train;

import io.github.mambaout.train.data.DataSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Counts how often what a network puts first is one of the classes that a picture shows. */
public final class RealAccuracy implements Consumer<JudgedPicture> {
    private final RealLabels labels;
    private final DataSet data;
    private final List<Integer> logitOfClass;
    private long pictures;
    private long top1;
    private long top5;

    /**
     * @param labels what the pictures show
     * @param data the pictures
     * @param logitOfClass for each class of the data its number among the labels
     */
    public RealAccuracy(RealLabels labels, DataSet data, List<Integer> logitOfClass) {
        this.labels = labels;
        this.data = data;
        this.logitOfClass = List.copyOf(logitOfClass);
    }

    @Override
    public void accept(JudgedPicture picture) {
        Set<Integer> shown = labels.of(data.place(picture.index()));
        if (!shown.isEmpty()) {
            List<Integer> first =
                    picture.first().stream().map(logitOfClass::get).toList();
            pictures++;
            top1 += shown.contains(first.get(0)) ? 1 : 0;
            top5 += first.stream().anyMatch(shown::contains) ? 1 : 0;
        }
    }

    /** @return how many pictures show a class at all */
    public long pictures() {
        return pictures;
    }

    /** @return the share of these for which the first class is one that they show; 0 if there are none */
    public double top1Share() {
        return pictures == 0 ? 0 : (double) top1 / pictures;
    }

    /** @return the share of these for which one of the first five classes is one that they show; 0 if there are none */
    public double top5Share() {
        return pictures == 0 ? 0 : (double) top5 / pictures;
    }
}
