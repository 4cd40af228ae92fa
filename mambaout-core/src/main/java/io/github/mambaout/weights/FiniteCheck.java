package io.github.mambaout.weights;

import io.github.mambaout.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** Looks for values that are NaN or infinite while parameters are read, and warns once of all of them. */
final class FiniteCheck {
    private final List<String> found = new ArrayList<>();

    /**
     * @param name a parameter's name, as messages have it
     * @param values its values
     */
    void look(String name, Tensor values) {
        int elements = values.shape().elements();
        int wrong = 0;
        for (int i = 0; i < elements; i++) {
            if (!Float.isFinite(values.get(i))) {
                wrong++;
            }
        }
        if (wrong > 0) {
            found.add(wrong + " of " + elements + " values of parameter " + name);
        }
    }

    /**
     * Warns if there was something to warn of.
     *
     * @param log where to
     * @param file the file that was read
     */
    void warn(Logger log, Path file) {
        if (!found.isEmpty()) {
            log.warn(
                    "{}: {}{} are NaN or infinite, so the model's answers will be too. Use a checkpoint of an earlier"
                            + " epoch.",
                    file,
                    found.get(0),
                    found.size() == 1 ? "" : " and some of " + (found.size() - 1) + " more parameters");
        }
    }
}
