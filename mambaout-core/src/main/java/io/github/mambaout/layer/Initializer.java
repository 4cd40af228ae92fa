package io.github.mambaout.layer;

/** The values a parameter begins with. */
@FunctionalInterface
public interface Initializer {
    /** All 0: biases. */
    Initializer ZEROS = constant(0);

    /** All 1: weights of norms. */
    Initializer ONES = constant(1);

    /**
     * Normal with deviation 0.02, drawn again beyond ±2: what timm's MambaOut uses for every convolution and linear map
     * ({@code trunc_normal_(std=.02)}, whose bounds are absolute).
     */
    Initializer TRUNCATED_NORMAL = truncatedNormal(0.02);

    /**
     * @param random numbers of this parameter alone
     * @param index flat index of the element in C order
     * @return its first value
     */
    float value(Randomness random, int index);

    /**
     * @param value any number
     * @return gives it to every element
     */
    static Initializer constant(float value) {
        return (random, index) -> value;
    }

    /**
     * @param deviation standard deviation before truncation
     * @return normal with mean 0, drawn again beyond ±2
     */
    static Initializer truncatedNormal(double deviation) {
        return (random, index) -> {
            double value = random.normal(index) * deviation;
            for (int attempt = 1; Math.abs(value) > 2; attempt++) {
                value = random.at(attempt).normal(index) * deviation;
            }
            return (float) value;
        };
    }

    /**
     * @param bound at least 0
     * @return uniform in ±bound
     */
    static Initializer uniform(double bound) {
        return (random, index) -> (float) ((2 * random.uniform(index) - 1) * bound);
    }
}
