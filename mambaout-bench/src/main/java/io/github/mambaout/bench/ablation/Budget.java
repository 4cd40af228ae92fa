package io.github.mambaout.bench.ablation;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long the runs of a study last. */
public sealed interface Budget {
    /**
     * Passes over the training pictures.
     *
     * @param count of each run, positive; a part of a pass is a number of updates
     */
    record Epochs(double count) implements Budget {
        @Override
        public long updates(long perEpoch) {
            return (long) Math.floor(count * perEpoch + 1e-9);
        }
    }

    /**
     * Updates.
     *
     * @param count of each run, at least 1
     */
    record Updates(long count) implements Budget {
        @Override
        public long updates(long perEpoch) {
            return count;
        }
    }

    /**
     * @param perEpoch updates of one pass over the training pictures
     * @return updates of each run; 0 if not even one fits
     */
    long updates(long perEpoch);

    /**
     * @param text for instance {@code 3epochs}, {@code 0.5epochs} or {@code 500updates}
     * @return the budget
     * @throws IllegalArgumentException if it is none; the message names the forms
     */
    static Budget parse(String text) {
        Matcher parts = Pattern.compile("([0-9]*\\.?[0-9]+) ?(epochs?|updates?)")
                .matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw unreadable(text);
        }
        double number = Double.parseDouble(parts.group(1));
        if (number <= 0) {
            throw new IllegalArgumentException("A budget of '" + text + "' leaves nothing to train with; give more");
        }
        return switch (parts.group(2)) {
            case "epoch", "epochs" -> new Epochs(number);
            default -> {
                if (number != Math.rint(number)) {
                    throw unreadable(text);
                }
                yield new Updates((long) number);
            }
        };
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "A budget is the length of every run, such as 3epochs or 500updates, but not '" + text + "'");
    }
}
