package io.github.mambaout.train.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * One line of the terminal that is written over and over. The progress bar's own way to the terminal is not used: it gives
 * Ctrl-C back to the system, so that a run would end without saving.
 */
final class TerminalLine implements ProgressBarConsumer {
    private final PrintStream out;
    private final int columns;
    private int written;

    TerminalLine(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /** A terminal goes on to the next line once its last column is written. */
    @Override
    public int getMaxRenderedLength() {
        return columns - 1;
    }

    @Override
    public void accept(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, written - line.length())));
        out.flush();
        written = line.length();
    }

    @Override
    public void clear() {
        accept("");
        out.print('\r');
        out.flush();
    }

    @Override
    public void close() {
        out.println();
        out.flush();
    }
}
