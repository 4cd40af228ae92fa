package io.github.mambaout.weights.pickle;

import java.util.ArrayList;
import java.util.List;

/** The values that are not yet part of another one, with marks below those that will become a container's. */
final class PickleStack {
    private final List<PickleValue> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();

    void push(PickleValue value) {
        values.add(value);
    }

    PickleValue pop() throws PickleException {
        PickleValue top = peek();
        values.remove(values.size() - 1);
        return top;
    }

    PickleValue peek() throws PickleException {
        int bottom = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        if (values.size() <= bottom) {
            throw missing();
        }
        return values.get(values.size() - 1);
    }

    /** @return the topmost values, lowest first; removed */
    List<PickleValue> pop(int count) throws PickleException {
        List<PickleValue> popped = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            popped.add(0, pop());
        }
        return popped;
    }

    void mark() {
        marks.add(values.size());
    }

    /** @return the values above the last mark, lowest first; removed together with the mark */
    List<PickleValue> popToMark() throws PickleException {
        if (marks.isEmpty()) {
            throw missing();
        }
        List<PickleValue> top = values.subList(marks.remove(marks.size() - 1), values.size());
        List<PickleValue> popped = new ArrayList<>(top);
        top.clear();
        return popped;
    }

    /** Removes the topmost value, or the last mark if there is no value above it. */
    void discard() throws PickleException {
        if (!marks.isEmpty() && marks.get(marks.size() - 1) == values.size()) {
            marks.remove(marks.size() - 1);
        } else {
            pop();
        }
    }

    private static PickleException missing() {
        return new PickleException("is damaged: its pickle takes a value that it has not made.");
    }
}
