package io.github.mambaout.train.report;

/** Times as people say them. */
public final class Duration {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Duration() {}

    /**
     * @param seconds a time
     * @return for instance {@code 95 s}, {@code 12 min 5 s}, {@code 3 h 20 min} or {@code 2 d 4 h}
     */
    public static String text(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 2 * MINUTE) {
            return whole + " s";
        }
        if (whole < 2 * HOUR) {
            return whole / MINUTE + " min " + whole % MINUTE + " s";
        }
        if (whole < 2 * DAY) {
            return whole / HOUR + " h " + whole % HOUR / MINUTE + " min";
        }
        return whole / DAY + " d " + whole % DAY / HOUR + " h";
    }
}
