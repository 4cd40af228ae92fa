package io.github.mambaout.train.augment;

/** Checks what is a probability. */
final class Probability {
    private Probability() {}

    /**
     * @param what for instance {@code a flip}
     * @param value from 0 to 1
     * @throws IllegalArgumentException for any other value
     */
    static void check(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    "The probability of " + what + " must lie between 0 and 1, not be " + value);
        }
    }
}
