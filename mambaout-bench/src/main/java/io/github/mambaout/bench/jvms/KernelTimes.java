package io.github.mambaout.bench.jvms;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one JVM needed for each kernel.
 *
 * @param nanoseconds of a call, by the kernel's name
 */
public record KernelTimes(Map<String, Double> nanoseconds) {
    private static final String SEPARATOR = "\t";

    /** Copies the times in their order. */
    public KernelTimes {
        nanoseconds = Collections.unmodifiableMap(new LinkedHashMap<>(nanoseconds));
    }

    /** @return a line for each kernel, which {@link #parse} reads */
    List<String> lines() {
        return nanoseconds.entrySet().stream()
                .map(time -> time.getKey() + SEPARATOR + time.getValue())
                .toList();
    }

    /**
     * @param lines what a JVM printed
     * @return its times
     * @throws IllegalArgumentException if a line is none of {@link #lines}; the message has it
     */
    static KernelTimes parse(List<String> lines) {
        Map<String, Double> times = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split(SEPARATOR, -1);
            try {
                if (parts.length != 2) {
                    throw new NumberFormatException("no time");
                }
                times.put(parts[0], Double.parseDouble(parts[1]));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "'" + line + "' is not the name of a kernel, a tab and nanoseconds, as a JVM should print", e);
            }
        }
        return new KernelTimes(times);
    }
}
