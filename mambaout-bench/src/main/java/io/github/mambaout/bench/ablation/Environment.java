package io.github.mambaout.bench.ablation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.kernel.KernelProviders;

/**
 * What a run depends on besides its configuration and data, and what its times depend on.
 *
 * @param library version of this library; of a version that is still changing, with a hash of the code that trains
 * @param kernels name of the kernels, which decide about the last bits
 * @param java version and vendor of the Java runtime
 * @param cores processors that this process may use
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Environment(String library, String kernels, String java, int cores) {
    /** @return that of this process */
    public static Environment here() {
        return new Environment(
                LibraryVersion.current(),
                KernelProviders.selected().kernels().name(),
                Runtime.version() + " " + System.getProperty("java.vendor"),
                Runtime.getRuntime().availableProcessors());
    }
}
