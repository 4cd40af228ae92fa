package io.github.mambaout.bench.ablation;

import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long the runs of a study last. */
public sealed interface Budget {
    /** Seconds. */
    int SECONDS_OF_A_MINUTE = 60;

    /** Seconds. */
    int SECONDS_OF_AN_HOUR = 3600;

    /**
     * Passes over the training pictures.
     *
     * @param count of each run, positive; a part of a pass is a number of updates
     */
    record Epochs(double count) implements Budget {
        @Override
        public long updates(long perEpoch, DoubleSupplier secondsOfOneUpdateEach) {
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
        public long updates(long perEpoch, DoubleSupplier secondsOfOneUpdateEach) {
            return count;
        }
    }

    /**
     * Time of all runs together.
     *
     * @param seconds positive
     */
    record Time(double seconds) implements Budget {
        /** The rest goes to evaluations and starts. */
        private static final double SHARE_OF_UPDATES = 0.85;

        @Override
        public long updates(long perEpoch, DoubleSupplier secondsOfOneUpdateEach) {
            return (long) (seconds * SHARE_OF_UPDATES / secondsOfOneUpdateEach.getAsDouble());
        }
    }

    /**
     * @param perEpoch updates of one pass over the training pictures
     * @param secondsOfOneUpdateEach in how many seconds every run of the study does one update; asked for by a budget of time
     *     alone
     * @return updates of each run; 0 if not even one fits
     */
    long updates(long perEpoch, DoubleSupplier secondsOfOneUpdateEach);

    /**
     * @param text for instance {@code 3epochs}, {@code 0.5epochs}, {@code 500updates}, {@code 90s}, {@code 30m} or {@code 2h}
     * @return the budget
     * @throws IllegalArgumentException if it is none; the message names the forms
     */
    static Budget parse(String text) {
        Matcher parts = Pattern.compile("([0-9]*\\.?[0-9]+) ?(epochs?|updates?|s|m|h)")
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
            case "s" -> new Time(number);
            case "m" -> new Time(number * SECONDS_OF_A_MINUTE);
            case "h" -> new Time(number * SECONDS_OF_AN_HOUR);
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
                "A budget is the length of every run, such as 3epochs or 500updates, or the time of all"
                        + " together, such as 30m or 2h, but not '" + text + "'");
    }
}
