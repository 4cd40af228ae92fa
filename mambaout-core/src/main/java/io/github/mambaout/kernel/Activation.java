package io.github.mambaout.kernel;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The pointwise functions of the models. */
public enum Activation {
    /** {@code x · Φ(x)}, exact (by the error function, not by tanh), as {@code torch.nn.GELU()}. */
    @JsonProperty("gelu")
    GELU,
    /** {@code x · sigmoid(x)}. */
    @JsonProperty("silu")
    SILU;

    /** @return the name used in configurations and files, for instance {@code gelu} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
