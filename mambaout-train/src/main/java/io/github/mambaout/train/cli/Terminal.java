package io.github.mambaout.train.cli;

/** What is known about where the command's messages go. */
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
}
