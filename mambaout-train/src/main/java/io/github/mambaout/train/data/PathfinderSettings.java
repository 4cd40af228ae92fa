package io.github.mambaout.train.data;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which Pathfinder set is drawn. As text: {@code pathfinder:SIZE} with options behind it, {@code
 * pathfinder:64,train=20000,dashes=10}. What is left out follows from the size, so that the same task becomes longer as the
 * picture grows: dashes, gaps and distances between paths keep their pixels, and paths grow with its width.
 *
 * @param size width and height in pixels, {@value #SMALLEST} to {@value #LARGEST}
 * @param train number of training pictures, even
 * @param val number of held-out pictures, even
 * @param shortest fewest dashes of a long path, at least {@value #FEWEST_DASHES}; each scene draws how many both of its long
 *     paths have, so that what is learned from short ones helps with the others
 * @param dashes most dashes of a long path, at least {@code shortest}
 * @param distractors number of shorter paths, a third as long as the longest, at least 0
 * @param turn largest angle between a dash and the next in degrees, 0 to {@value #SHARPEST_TURN}
 * @param seed key of everything that is drawn
 */
public record PathfinderSettings(
        int size, int train, int val, int shortest, int dashes, int distractors, int turn, long seed) {
    static final int SMALLEST = 24;
    static final int LARGEST = 512;
    static final int FEWEST_DASHES = 4;
    static final int SHARPEST_TURN = 60;

    static final String KIND = "pathfinder:";
    private static final int DEFAULT_TRAIN = 20_000;
    private static final int DEFAULT_VAL = 2_000;
    private static final int DEFAULT_TURN = 35;
    private static final int MOST_PICTURES = 100_000_000;
    /** A distractor has this share of a long path's dashes. */
    private static final int SHARE_OF_DISTRACTORS = 3;
    /** Above this share of the picture, paths that keep their distance find no place any more. */
    private static final double FULLEST = 0.5;

    public PathfinderSettings {
        require("size", size, SMALLEST, LARGEST);
        requireEven("train", train);
        requireEven("val", val);
        require("dashes", dashes, FEWEST_DASHES, size);
        require("shortest", shortest, FEWEST_DASHES, dashes);
        require("distractors", distractors, 0, size);
        require("turn", turn, 0, SHARPEST_TURN);
        double room = fullness(size, dashes, distractors);
        if (room > FULLEST) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "pathfinder: 2 paths of %d dashes and %d of %d need %.0f %% of a picture of %dx%d pixels, but at most %.0f %%"
                            + " can be filled. Give fewer dashes or distractors, or a larger size.",
                    dashes,
                    distractors,
                    distractorDashes(dashes),
                    100 * room,
                    size,
                    size,
                    100 * FULLEST));
        }
    }

    private static double fullness(int size, int dashes, int distractors) {
        double steps = 2.0 * dashes + (double) distractors * distractorDashes(dashes);
        return steps * DashedPath.STEP * DashedPath.CLEARANCE / ((double) size * size);
    }

    private static int distractorDashes(int dashes) {
        return Math.max(2, dashes / SHARE_OF_DISTRACTORS);
    }

    /** Number of dashes of each distractor. */
    int distractorDashes() {
        return distractorDashes(dashes);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new DataException(
                    "pathfinder: " + name + " is " + value + ", but must lie between " + least + " and " + most + ".");
        }
    }

    private static void requireEven(String name, int pictures) {
        require(name, pictures, 2, MOST_PICTURES);
        if (pictures % 2 != 0) {
            throw new DataException("pathfinder: " + name + " is " + pictures
                    + ", but must be even, as half of the pictures belong to each class.");
        }
    }

    /**
     * @param data for instance {@code pathfinder:64,train=20000}
     * @return what it asks for
     * @throws DataException if it is no such text, or a value is out of its range; the message says what is possible
     */
    public static PathfinderSettings parse(String data) {
        if (!data.startsWith(KIND)) {
            throw new DataException("'" + data + "' does not begin with " + KIND);
        }
        String[] parts = data.substring(KIND.length()).split(",", -1);
        if (parts[0].isBlank()) {
            throw new DataException("'" + data + "' names no size; write for instance " + KIND + "64.");
        }
        int size = (int) number(data, "size", parts[0], Integer.MAX_VALUE);
        require("size", size, SMALLEST, LARGEST);
        Map<String, String> options = options(data, parts);
        return new PathfinderSettings(
                size,
                option(options, data, "train", DEFAULT_TRAIN),
                option(options, data, "val", DEFAULT_VAL),
                option(options, data, "shortest", FEWEST_DASHES),
                option(options, data, "dashes", size / 8 + 1),
                option(options, data, "distractors", size / 32),
                option(options, data, "turn", DEFAULT_TURN),
                number(data, "seed", options.getOrDefault("seed", "0"), Long.MAX_VALUE));
    }

    private static Map<String, String> options(String data, String... parts) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] option = parts[i].split("=", 2);
            if (option.length < 2 || !isOption(option[0])) {
                throw new DataException(
                        "'" + parts[i] + "' in '" + data + "' is no option of pathfinder; there are"
                                + " train=N, val=N, shortest=N, dashes=N, distractors=N, turn=DEGREES and seed=N, separated by commas.");
            }
            if (options.put(option[0], option[1]) != null) {
                throw new DataException("'" + data + "' gives " + option[0] + " twice.");
            }
        }
        return options;
    }

    private static boolean isOption(String name) {
        return switch (name) {
            case "train", "val", "shortest", "dashes", "distractors", "turn", "seed" -> true;
            default -> false;
        };
    }

    private static int option(Map<String, String> options, String data, String name, int otherwise) {
        String given = options.get(name);
        return given == null ? otherwise : (int) number(data, name, given, Integer.MAX_VALUE);
    }

    private static long number(String data, String name, String text, long most) {
        try {
            long value = Long.parseLong(text.trim());
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new DataException(notANumber(data, name, text), e);
        }
        throw new DataException(notANumber(data, name, text));
    }

    private static String notANumber(String data, String name, String text) {
        return "'" + text + "' in '" + data + "' is no " + name + "; give a whole number of at least 0.";
    }

    /** @return the text that asks for this, with all options spelled out */
    @Override
    public String toString() {
        return KIND + size + ",train=" + train + ",val=" + val + ",shortest=" + shortest + ",dashes=" + dashes
                + ",distractors=" + distractors + ",turn=" + turn + ",seed=" + seed;
    }
}
