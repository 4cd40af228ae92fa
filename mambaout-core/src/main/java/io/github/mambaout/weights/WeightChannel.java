package io.github.mambaout.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opening and closing weight files for reading, with messages that say what is wrong with a path. */
final class WeightChannel {
    private WeightChannel() {}

    /** @return the open file, of whatever kind */
    static FileChannel open(Path path) {
        if (Files.isDirectory(path)) {
            throw new WeightFileException(path, "is a folder; a file of weights is needed.");
        }
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new WeightFileException(path, "there is no such file. Check the path.", e);
        } catch (IOException e) {
            throw new WeightFileException(path, "can't be opened (" + e + "). Check that you may read it.", e);
        }
    }

    /** Closes what was only read; there is nothing that could be lost. */
    static void close(Closeable file) {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was written, and a reason why the file is given up is already on its way to the caller.
            return;
        }
    }
}
