package io.github.mambaout.bench.ablation.junit;

import io.github.mambaout.bench.ablation.TwinResults;

/** Where assertions about a study's results begin. */
public final class AblationAssertions {
    private AblationAssertions() {}

    /**
     * @param twin results of a twin
     * @return what can be asserted of them; by top-1 and with a confidence of 95 % unless it is told otherwise
     */
    public static TwinAssert assertThat(TwinResults twin) {
        return TwinAssert.of(twin);
    }
}
