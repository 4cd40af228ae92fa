package io.github.mambaout.bench.length;

import io.github.mambaout.bench.ablation.statistics.Interval;
import io.github.mambaout.bench.ablation.statistics.PowerLaw;
import java.util.Locale;

/** Figures as people read them. */
final class Figures {
    static final double CONFIDENCE = 0.95;
    static final double MEGABYTE = 1e6;

    private Figures() {}

    /** With three digits, as far as they lie behind the point. */
    static String digits(double value) {
        int before = value >= 1 ? (int) Math.floor(Math.log10(value)) + 1 : 1;
        return String.format(Locale.ROOT, "%,." + Math.max(0, Math.min(3, 4 - before)) + "f", value);
    }

    static String exponent(PowerLaw law) {
        return String.format(Locale.ROOT, "%.2f", law.exponent());
    }

    static String exponentWithInterval(PowerLaw law) {
        Interval interval = law.interval(CONFIDENCE);
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", law.exponent(), interval.low(), interval.high());
    }
}
