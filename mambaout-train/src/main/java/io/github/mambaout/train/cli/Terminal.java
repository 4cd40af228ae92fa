package io.github.mambaout.train.cli;

/** What the launcher knows about the terminal: how it was called, and where messages go. */
public final class Terminal {
    private static final String ORDINARY_COLUMNS = "80";

    private Terminal() {}

    /**
     * @return the width of the terminal that standard error is, in characters; 0 if it is none. The launcher knows it;
     *     without the launcher a terminal on both ends counts
     */
    public static int columns() {
        String told = System.getProperty("mambaout.terminal", System.console() == null ? "0" : ORDINARY_COLUMNS);
        return told.matches("[0-9]{1,4}") ? Integer.parseInt(told) : 0;
    }

    /** @return whether a progress bar makes sense */
    public static boolean showsProgress() {
        return columns() > 0;
    }

    /** @return whether standard output is a terminal; without the launcher a terminal on both ends counts */
    public static boolean showsResults() {
        return Boolean.parseBoolean(
                System.getProperty("mambaout.terminal.results", Boolean.toString(System.console() != null)));
    }

    /** @return how the command line was called, for messages that show what to type next */
    public static String command() {
        return System.getProperty("mambaout.command", "mambaout");
    }
}
