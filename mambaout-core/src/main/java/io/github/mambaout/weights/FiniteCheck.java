package io.github.mambaout.weights;

import io.github.mambaout.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Looks for values that are NaN or infinite while parameters are read, and warns once of all of them. */
final class FiniteCheck {
    /** Values that are looked at together, in cache. */
    private static final int PART = 1 << 14;

    private final List<String> found = new ArrayList<>();

    /**
     * @param name a parameter's name, as messages have it
     * @param values its values
     */
    void look(String name, Tensor values) {
        int elements = values.shape().elements();
        float[] part = new float[Math.min(PART, elements)];
        int wrong = 0;
        for (int first = 0; first < elements; first += part.length) {
            int count = Math.min(part.length, elements - first);
            values.data().get(first, part, 0, count);
            if (!allFinite(part, count)) {
                wrong += infinite(part, count);
            }
        }
        if (wrong > 0) {
            found.add(wrong + " of " + elements + " values of parameter " + name);
        }
    }

    /**
     * Zero times a number is zero, unless it is NaN or infinite; every value is looked at, so one loop without branches is best.
     * Four sums need not wait for one another, which counts where the loop runs before the optimising compiler has seen it.
     */
    private static boolean allFinite(float[] values, int count) {
        float zero = 0;
        float zero1 = 0;
        float zero2 = 0;
        float zero3 = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            zero += values[i] * 0;
            zero1 += values[i + 1] * 0;
            zero2 += values[i + 2] * 0;
            zero3 += values[i + 3] * 0;
        }
        for (; i < count; i++) {
            zero += values[i] * 0;
        }
        return zero + zero1 + zero2 + zero3 == 0;
    }

    private static int infinite(float[] values, int count) {
        int wrong = 0;
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
                wrong++;
            }
        }
        return wrong;
    }

    /**
     * Warns if there was something to warn of.
     *
     * @param file the file that was read
     */
    void warn(Path file) {
        if (!found.isEmpty()) {
            LoggerFactory.getLogger(ModelFile.class)
                    .warn(
                            "{}: {}{} are NaN or infinite, so the model's answers will be too. Use a checkpoint of an earlier"
                                    + " epoch.",
                            file,
                            found.get(0),
                            found.size() == 1 ? "" : " and some of " + (found.size() - 1) + " more parameters");
        }
    }
}
