package io.github.mambaout.train.augment;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What RandAugment does to a picture: {@code layers} operations, each with a probability and at a magnitude of its own.
 *
 * @param magnitude mean strength, at least 0; 10 is the whole of an operation's range
 * @param layers operations drawn for a picture, at least 1
 * @param probability with which a drawn operation is carried out, from 0 to 1
 * @param deviation standard deviation of the magnitude; infinite for an even draw from 0 to {@code magnitude}
 * @param largest magnitudes above it are lowered to it, those below 0 raised to 0; above 0
 * @param operations what is drawn from
 */
public record RandAugmentSettings(
        double magnitude, int layers, double probability, double deviation, double largest, OperationSet operations) {
    private static final String SYNTAX =
            "RandAugment is written as sections joined by '-', first 'rand', then any of: m9 (magnitude), "
                    + "n2 (operations for a picture), p0.5 (probability of each), mstd0.5 (deviation of the magnitude; above 100: even "
                    + "from 0 to m), mmax10 (largest magnitude), inc1 (operations that grow with the magnitude), tNAME (set of "
                    + "operations: weights, 3a or 3aw) or w0 (weights of former releases); for instance rand-m9-mstd0.5-inc1";
    private static final Pattern SECTION = Pattern.compile("(mstd|mmax|inc|m|n|p|w)(\\d+(?:\\.\\d*)?|\\.\\d+)");

    /** From here on timm takes a deviation for infinite. */
    private static final double LARGEST_DEVIATION = 100;

    /** Checks the values. */
    public RandAugmentSettings {
        if (!(magnitude >= 0 && Double.isFinite(magnitude))) {
            throw new IllegalArgumentException("RandAugment's magnitude m must be at least 0, not " + magnitude);
        }
        if (layers < 1 || layers > operations.mostForOnePicture()) {
            throw new IllegalArgumentException("RandAugment's number of operations n must be at least 1"
                    + (operations.weights().isEmpty()
                            ? ""
                            : " and, as none with a weight is taken twice, at most " + operations.mostForOnePicture())
                    + ", not " + layers);
        }
        Probability.check("RandAugment's operations, p,", probability);
        if (!(deviation >= 0)) {
            throw new IllegalArgumentException("RandAugment's deviation mstd must be at least 0, not " + deviation);
        }
        if (!(largest > 0 && Double.isFinite(largest))) {
            throw new IllegalArgumentException("RandAugment's largest magnitude mmax must be above 0, not " + largest);
        }
    }

    /**
     * Reads timm's syntax ({@code rand_augment_transform}). Two things differ: what timm passes over in silence (unknown sets, repeated
     * sections) is refused, and {@code inc0} means what it says.
     *
     * @param text for instance {@code rand-m9-mstd0.5-inc1}
     * @return the settings; magnitude 10, 2 operations, probability 0.5, deviation 0 and largest magnitude 10 if the text
     *     doesn't say otherwise
     * @throws IllegalArgumentException if the text is no such syntax; the message names the section and explains the syntax
     */
    public static RandAugmentSettings parse(String text) {
        String[] sections = text.split("-", -1);
        if (!sections[0].equals("rand")) {
            throw new IllegalArgumentException("'" + text + "' does not begin with 'rand'. " + SYNTAX);
        }
        Reading reading = new Reading(text);
        for (int i = 1; i < sections.length; i++) {
            reading.take(sections[i]);
        }
        return reading.settings();
    }

    /** What the sections read so far say. */
    private static final class Reading {
        private final String text;
        private final Set<String> seen = new HashSet<>();
        private double magnitude = RandAugmentOperation.FULL_MAGNITUDE;
        private double largest = RandAugmentOperation.FULL_MAGNITUDE;
        private double deviation;
        private double probability = 0.5;
        private int layers = 2;
        private boolean increasing;
        private String set = "";

        Reading(String text) {
            this.text = text;
        }

        void take(String section) {
            if (section.startsWith("t")) {
                once("t");
                set = section;
                return;
            }
            Matcher matcher = SECTION.matcher(section);
            if (!matcher.matches()) {
                throw wrong(section, "is no section of it");
            }
            String key = matcher.group(1);
            once(key.equals("w") ? "t" : key);
            double value = Double.parseDouble(matcher.group(2));
            switch (key) {
                case "m" -> magnitude = value;
                case "mstd" -> deviation = value > LARGEST_DEVIATION ? Double.POSITIVE_INFINITY : value;
                case "mmax" -> largest = value;
                case "p" -> probability = value;
                case "n" -> layers = whole(section, value);
                case "inc" -> increasing = whole(section, value) != 0;
                default -> set = section;
            }
        }

        private void once(String key) {
            if (!seen.add(key)) {
                throw wrong(key, "is given twice");
            }
        }

        private int whole(String section, double value) {
            if (value != (int) value) {
                throw wrong(section, "needs a whole number");
            }
            return (int) value;
        }

        private IllegalArgumentException wrong(String section, String why) {
            return new IllegalArgumentException("'" + text + "': '" + section + "' " + why + ". " + SYNTAX);
        }

        RandAugmentSettings settings() {
            OperationSet operations = switch (set) {
                case "" -> OperationSet.standard();
                case "tweights" -> OperationSet.weighted();
                case "t3a" -> OperationSet.threeAugment();
                case "t3aw" -> OperationSet.weightedThreeAugment();
                case "w0" -> OperationSet.formerlyWeighted();
                default -> throw wrong(set, "is no set of operations");
            };
            return new RandAugmentSettings(
                    magnitude, layers, probability, deviation, largest, increasing ? operations.grown() : operations);
        }
    }
}
