package io.github.mambaout.train.data;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps count of unreadable pictures, each once however often it is met. Safe for many threads. */
final class SkippedPictures {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedPictures.class);

    private final ConcurrentSkipListMap<Integer, SkippedPicture> byIndex = new ConcurrentSkipListMap<>();

    void add(int index, SkippedPicture picture) {
        if (byIndex.putIfAbsent(index, picture) == null) {
            LOG.warn("Skipped a picture that cannot be read: {}", picture.reason());
        }
    }

    List<SkippedPicture> toList() {
        return List.copyOf(byIndex.values());
    }
}
