package io.github.mambaout.bench.mixer;

import java.util.List;
import java.util.Locale;

/** Which tokens a token learns of in a {@link NonCausalSsd}. */
public enum TokenOrder {
    /** All, each with the same weight for everybody. */
    NON_CAUSAL,
    /** Itself and those before it, the nearer the better. */
    CAUSAL,
    /** Those before it and those after it, the nearer the better. */
    BIDIRECTIONAL;

    /** @return the directions that are scanned: whether reversed; none where no order is */
    List<Boolean> directions() {
        return switch (this) {
            case NON_CAUSAL -> List.of();
            case CAUSAL -> List.of(false);
            case BIDIRECTIONAL -> List.of(false, true);
        };
    }

    /** @return the name in configurations, for instance {@code non-causal} */
    public String variant() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
