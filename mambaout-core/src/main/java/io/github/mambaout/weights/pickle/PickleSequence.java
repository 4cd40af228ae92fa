package io.github.mambaout.weights.pickle;

import java.util.Collections;
import java.util.List;

/** A tuple, list or set; those who read weights need not tell them apart. */
public final class PickleSequence implements PickleValue {
    private final List<PickleValue> items;

    /** @param items the items so far; kept, not copied */
    PickleSequence(List<PickleValue> items) {
        this.items = items;
    }

    void addAll(List<PickleValue> more) {
        items.addAll(more);
    }

    /** @return the items in their order; can't be changed */
    public List<PickleValue> items() {
        return Collections.unmodifiableList(items);
    }
}
