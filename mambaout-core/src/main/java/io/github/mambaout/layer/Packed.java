package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import java.util.function.Function;

/**
 * Parameters rearranged for the kernels: made on first use, and again when a parameter has changed or other kernels ask. Safe
 * for many threads; two that come at once may both make it, with equal results.
 *
 * @param <T> the rearranged form
 */
public final class Packed<T> {
    private record Made<T>(Kernels kernels, long version, T value) {}

    private final Function<Kernels, T> maker;
    private final Parameter[] sources;
    private volatile Made<T> made;

    /**
     * @param maker rearranges the parameters
     * @param sources the parameters it reads
     */
    public Packed(Function<Kernels, T> maker, Parameter... sources) {
        this.maker = maker;
        this.sources = sources;
    }

    /**
     * @param parameter any parameter
     * @return its values with zeros up to a multiple of the lanes
     */
    public static Packed<float[]> vector(Parameter parameter) {
        return new Packed<>(
                kernels -> {
                    int count = parameter.shape().elements();
                    float[] values = new float[kernels.padded(count)];
                    parameter.value().data().get(0, values, 0, count);
                    return values;
                },
                parameter);
    }

    /**
     * @param kernels the provider that will use it
     * @return the rearranged form of the parameters' present values
     */
    public T get(Kernels kernels) {
        long version = 0;
        for (Parameter source : sources) {
            version += source.version();
        }
        Made<T> known = made;
        if (known != null && known.kernels == kernels && known.version == version) {
            return known.value;
        }
        T value = maker.apply(kernels);
        made = new Made<>(kernels, version, value);
        return value;
    }
}
