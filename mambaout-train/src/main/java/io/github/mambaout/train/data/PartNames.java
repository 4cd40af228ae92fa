package io.github.mambaout.train.data;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What people call the two parts of a data set, as names of folders and within names of files; the usual one first. */
enum PartNames {
    TRAINING("train", "training"),
    HELD_OUT("val", "validation", "valid", "test");

    private final List<String> names;
    private final Pattern word;

    PartNames(String... names) {
        this.names = List.of(names);
        this.word = Pattern.compile("(?<![a-z])(" + String.join("|", names) + ")(?![a-z])");
    }

    List<String> names() {
        return names;
    }

    String usual() {
        return names.get(0);
    }

    /** Whether one of the names stands in a file's name as a word, for instance in {@code imagenet1k-train-0000.tar}. */
    boolean isIn(String fileName) {
        return word.matcher(fileName.toLowerCase(Locale.ROOT)).find();
    }
}
