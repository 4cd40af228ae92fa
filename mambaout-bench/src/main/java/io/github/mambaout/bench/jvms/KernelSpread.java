package io.github.mambaout.bench.jvms;

import io.github.mambaout.bench.peer.Spread;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * One kernel in many JVMs.
 *
 * @param kernel its name
 * @param nanoseconds of a call, by JVM in the order of their starts
 */
public record KernelSpread(String kernel, List<Double> nanoseconds) {
    /** Copies the times. */
    public KernelSpread {
        nanoseconds = List.copyOf(nanoseconds);
    }

    /**
     * @param jvms what each of them found, at least one
     * @return the kernels in the order of the first
     * @throws IllegalArgumentException if a JVM timed other kernels than the first
     */
    public static List<KernelSpread> of(Collection<KernelTimes> jvms) {
        KernelTimes first = jvms.iterator().next();
        for (KernelTimes jvm : jvms) {
            if (!jvm.nanoseconds().keySet().equals(first.nanoseconds().keySet())) {
                throw new IllegalArgumentException("A JVM timed "
                        + jvm.nanoseconds().keySet() + ", but the first one "
                        + first.nanoseconds().keySet());
            }
        }
        return first.nanoseconds().keySet().stream()
                .map(kernel -> new KernelSpread(
                        kernel,
                        jvms.stream().map(jvm -> jvm.nanoseconds().get(kernel)).toList()))
                .toList();
    }

    /** @return median of the JVMs, in nanoseconds */
    public double median() {
        return Spread.of(nanoseconds).median();
    }

    /** @return the slowest of the JVMs, in nanoseconds */
    public double slowest() {
        return Collections.max(nanoseconds);
    }

    /** @return slowest ÷ median */
    public double ratio() {
        return slowest() / median();
    }
}
