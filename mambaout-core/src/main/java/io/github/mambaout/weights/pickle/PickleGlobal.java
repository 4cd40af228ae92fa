package io.github.mambaout.weights.pickle;

/**
 * The name of a Python class, function or constant. Nothing is behind it: it is never looked up.
 *
 * @param module for instance {@code collections}
 * @param name for instance {@code OrderedDict}
 */
public record PickleGlobal(String module, String name) implements PickleValue {

    /** @return module and name, for instance {@code collections OrderedDict} */
    @Override
    public String toString() {
        return module + " " + name;
    }
}
