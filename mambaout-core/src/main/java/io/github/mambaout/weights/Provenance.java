package io.github.mambaout.weights;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where weights come from. It holds no times, paths of outputs or numbers of threads, so that equal runs save equal bytes.
 *
 * @param data what they were trained on, as it was named to the trainer
 * @param options how they were trained, option by option
 * @param seed the seed of all randomness
 * @param version version of this library
 * @param jdk version and vendor of the Java runtime
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Provenance(String data, Map<String, String> options, long seed, String version, String jdk) {

    /** Sorts and copies the options. */
    public Provenance {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /**
     * @param data what the weights are trained on
     * @param options how, option by option
     * @param seed the seed of all randomness
     * @return these, with the version of this library and of the Java runtime at hand
     */
    public static Provenance here(String data, Map<String, String> options, long seed) {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return new Provenance(
                data,
                options,
                seed,
                version == null ? "development" : version,
                Runtime.version() + " " + System.getProperty("java.vendor"));
    }

    /** @return the provenance of weights that nothing is known of */
    public static Provenance unknown() {
        return new Provenance("", Map.of(), 0, "", "");
    }
}
