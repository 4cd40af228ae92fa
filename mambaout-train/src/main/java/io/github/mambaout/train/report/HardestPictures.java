package io.github.mambaout.train.report;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the pictures with the largest loss among all that it is shown. */
public final class HardestPictures {
    /** Hardest first; of equal ones that which comes first in the data. */
    private static final Comparator<HardPicture> ORDER =
            Comparator.comparingDouble(HardPicture::loss).reversed().thenComparingInt(HardPicture::index);

    private final int most;
    private final PriorityQueue<HardPicture> easiestFirst = new PriorityQueue<>(ORDER.reversed());

    /** @param most how many are kept */
    public HardestPictures(int most) {
        this.most = most;
    }

    /** @param picture one more */
    public void add(HardPicture picture) {
        easiestFirst.add(picture);
        if (easiestFirst.size() > most) {
            easiestFirst.remove();
        }
    }

    /** @return those that are kept, the hardest first */
    public List<HardPicture> toList() {
        return easiestFirst.stream().sorted(ORDER).toList();
    }
}
