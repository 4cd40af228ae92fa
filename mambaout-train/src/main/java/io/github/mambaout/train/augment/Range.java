package io.github.mambaout.train.augment;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Numbers from {@code low} to {@code high}; in YAML {@code [low, high]}.
 *
 * @param low smallest
 * @param high largest, at least {@code low}
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"low", "high"})
public record Range(double low, double high) {
    /** Checks the order. */
    public Range {
        if (!(low <= high && Double.isFinite(high - low))) {
            throw new IllegalArgumentException(
                    "A range goes from a number to one that is no smaller, but [" + low + ", " + high + "] was given");
        }
    }

    /**
     * @param share 0 for {@code low}, 1 for {@code high}
     * @return the number there
     */
    double at(double share) {
        return low + (high - low) * share;
    }

    /**
     * @param share 0 for {@code low}, 1 for {@code high}, both positive
     * @return the number there on a logarithmic scale
     */
    double atLogarithmic(double share) {
        return Math.exp(Math.log(low) + (Math.log(high) - Math.log(low)) * share);
    }
}
