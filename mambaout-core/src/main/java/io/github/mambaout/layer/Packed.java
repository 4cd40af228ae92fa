package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Scratch;
import java.util.function.Function;

/**
 * Parameters rearranged for the kernels: made on first use, and again when a parameter has changed or other kernels ask. Safe
 * for many threads; two that come at once may both make it, with equal results.
 *
 * @param <T> the rearranged form
 */
public final class Packed<T> {
    private record Made<T>(Kernels kernels, long version, T value) {}

    /**
     * Rearranges anew, in the memory of what was made before.
     *
     * @param <T> the rearranged form
     */
    @FunctionalInterface
    public interface Refill<T> {
        /**
         * @param value what was made of the parameters' former values; to be overwritten
         * @param kernels the provider that it was made for
         * @param scratch tiles of the thread
         */
        void read(T value, Kernels kernels, Scratch scratch);
    }

    private final Function<Kernels, T> maker;
    private final Refill<T> refill;
    private final Parameter[] sources;
    private volatile Made<T> made;
    private volatile boolean used;

    /**
     * @param maker rearranges the parameters
     * @param sources the parameters it reads
     */
    public Packed(Function<Kernels, T> maker, Parameter... sources) {
        this(maker, (value, kernels, scratch) -> {}, sources);
    }

    private Packed(Function<Kernels, T> maker, Refill<T> refill, Parameter... sources) {
        this.maker = maker;
        this.refill = refill;
        this.sources = sources;
    }

    /**
     * A form whose memory is used again after an update of the weights ({@link Parameters#rearrange}).
     *
     * @param empty makes the form without values
     * @param refill reads the parameters' values into it
     * @param sources the parameters it reads, at least one
     * @param <T> the rearranged form
     * @return the form
     */
    public static <T> Packed<T> reusable(Function<Kernels, T> empty, Refill<T> refill, Parameter... sources) {
        Function<Kernels, T> maker = kernels -> {
            T value = empty.apply(kernels);
            refill.read(value, kernels, new Scratch());
            return value;
        };
        Packed<T> packed = new Packed<>(maker, refill, sources);
        sources[0].addForm(packed);
        return packed;
    }

    /**
     * @param parameter any parameter
     * @return its values with zeros up to a multiple of the lanes
     */
    public static Packed<float[]> vector(Parameter parameter) {
        int count = parameter.shape().elements();
        return reusable(
                kernels -> new float[kernels.padded(count)],
                (values, kernels, scratch) -> parameter.value().data().get(0, values, 0, count),
                parameter);
    }

    /**
     * @param kernels the provider that will use it
     * @return the rearranged form of the parameters' present values
     */
    public T get(Kernels kernels) {
        return get(kernels, maker);
    }

    /**
     * {@link #get(Kernels)}, where who asks has a way of its own to make it.
     *
     * @param kernels the provider that will use it
     * @param otherMaker makes what the usual maker makes, for instance on more threads
     * @return the rearranged form of the parameters' present values
     */
    T get(Kernels kernels, Function<Kernels, T> otherMaker) {
        if (!used) {
            used = true;
        }
        long version = version();
        Made<T> known = made;
        if (known != null && known.kernels == kernels && known.version == version) {
            return known.value;
        }
        T value = otherMaker.apply(kernels);
        made = new Made<>(kernels, version, value);
        return value;
    }

    private long version() {
        long version = 0;
        for (Parameter source : sources) {
            version += source.version();
        }
        return version;
    }

    /**
     * Reads the present values into the memory of what was made for earlier ones, if anybody has asked for it since the last
     * time. Nobody may use the form meanwhile.
     */
    void refresh(Kernels kernels, Scratch scratch) {
        Made<T> known = made;
        if (!used || known == null || known.kernels != kernels) {
            return;
        }
        used = false;
        long version = version();
        if (known.version != version) {
            refill.read(known.value, kernels, scratch);
            made = new Made<>(kernels, version, known.value);
        }
    }
}
