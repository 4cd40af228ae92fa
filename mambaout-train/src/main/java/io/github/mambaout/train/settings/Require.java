package io.github.mambaout.train.settings;

import java.util.List;

/** Ranges of settings; what is refused is refused by the setting's name. */
final class Require {
    private Require() {}

    static void text(String name, String value, String expected) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is empty; give " + expected);
        }
    }

    static void given(String name, Object value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " has no value; leave it out for the default");
        }
    }

    static List<Integer> positive(String name, List<Integer> values) {
        for (Integer value : values) {
            if (value == null || value < 1) {
                throw new IllegalArgumentException(name + " must be numbers of at least 1, but are " + values);
            }
        }
        return List.copyOf(values);
    }

    static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be a positive number, but is " + value);
        }
    }

    static void notNegative(String name, double value, String ofZero) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    name + " must be a number of at least 0 (0 for " + ofZero + "), but is " + value);
        }
    }

    static void range(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be "
                    + (value < least ? "at least " + least : "at most " + most) + ", but is " + value);
        }
    }

    static void atLeast(String name, long value, long least) {
        range(name, value, least, Long.MAX_VALUE);
    }

    static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1, but is " + value);
        }
    }

    static void shareBelowOne(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1 (1 excluded), but is " + value);
        }
    }

    /** Checks a setting by making something of it; a refusal is told with the setting's name. */
    static void makes(String name, Runnable making) {
        try {
            making.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
