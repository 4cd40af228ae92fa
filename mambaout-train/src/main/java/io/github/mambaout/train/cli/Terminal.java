package io.github.mambaout.train.cli;

/** What the launcher knows about the terminal: how it was called, and where messages go. */
final class Terminal {
    private Terminal() {}

    /**
     * @return whether standard error is a terminal, so that a progress bar makes sense; the launcher knows it, without the
     *     launcher a terminal on both ends counts
     */
    static boolean showsProgress() {
        String told = System.getProperty("mambaout.terminal");
        return told != null ? Boolean.parseBoolean(told) : System.console() != null;
    }

    /** @return how the command line was called, for messages that show what to type next */
    static String command() {
        return System.getProperty("mambaout.command", "mambaout");
    }
}
