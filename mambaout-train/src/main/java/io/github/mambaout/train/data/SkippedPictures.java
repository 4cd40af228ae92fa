package io.github.mambaout.train.data;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps count of unreadable pictures, each once however often it is met. Safe for many threads. */
final class SkippedPictures {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedPictures.class);
    /** More than these tell a reader of the log nothing new. */
    private static final int LOGGED = 20;

    private final ConcurrentSkipListMap<Integer, SkippedPicture> byIndex = new ConcurrentSkipListMap<>();
    private final AtomicInteger count = new AtomicInteger();

    void add(int index, SkippedPicture picture) {
        if (byIndex.putIfAbsent(index, picture) == null) {
            int number = count.incrementAndGet();
            if (number <= LOGGED) {
                LOG.warn("Skipped a picture that cannot be read: {}", picture.reason());
            }
            if (number == LOGGED) {
                LOG.warn("Further pictures that cannot be read are counted without a line each");
            }
        }
    }

    List<SkippedPicture> toList() {
        return List.copyOf(byIndex.values());
    }
}
