package io.github.mambaout.weights.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A dictionary, ordered or not, as it was written: a key that was set twice is there twice. */
public final class PickleDict implements PickleValue {

    /**
     * A key and its value.
     *
     * @param key any value
     * @param value any value
     */
    public record Entry(PickleValue key, PickleValue value) {}

    private final List<Entry> entries = new ArrayList<>(0);

    PickleDict() {}

    void put(PickleValue key, PickleValue value) {
        entries.add(new Entry(key, value));
    }

    /** @return keys and values in their order; can't be changed */
    public List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /**
     * @param key a string
     * @return the value that was last set for it; empty if there is none
     */
    public Optional<PickleValue> get(String key) {
        PickleValue text = new Text(key);
        return entries.stream()
                .filter(entry -> text.equals(entry.key()))
                .reduce((first, second) -> second)
                .map(Entry::value);
    }
}
