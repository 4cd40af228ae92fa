package io.github.mambaout.weights.pickle;

import java.util.List;

/**
 * What Python would make by calling a class or function with arguments; here a record of that wish. State, attributes and
 * items that a pickle gives to the object afterwards are read over.
 */
public final class PickleObject implements PickleValue {
    private final PickleGlobal type;
    private final PickleSequence arguments;

    PickleObject(PickleGlobal type, PickleSequence arguments) {
        this.type = type;
        this.arguments = arguments;
    }

    /** @return what Python would call */
    public PickleGlobal type() {
        return type;
    }

    /** @return what Python would call it with; may contain this object itself */
    public List<PickleValue> arguments() {
        return arguments.items();
    }
}
