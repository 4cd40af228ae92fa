package io.github.mambaout.train.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ExecutionException;

/** Says in one sentence why a command failed. */
final class FailureSentence {
    private FailureSentence() {}

    /**
     * @param failure what a command threw
     * @return one line for people
     */
    static String of(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof OutOfMemoryError) {
            return "Memory is used up (" + cause.getMessage()
                    + "). Use a smaller batch or picture, or give Java more, for"
                    + " example MAMBAOUT_JAVA_OPTS=-Xmx8g.";
        }
        if (cause instanceof ServiceConfigurationError) {
            return "A class on the class path cannot be used (" + oneLine(cause.getMessage()) + missing(cause)
                    + "). Put everything that it needs beside it, for example in MAMBAOUT_CLASSPATH.";
        }
        if (cause instanceof FileSystemException) {
            return ofFile((FileSystemException) cause);
        }
        Optional<String> message = Optional.ofNullable(cause.getMessage()).filter(text -> !text.isBlank());
        if (message.isEmpty() || isOurMistake(cause)) {
            return "This should not have happened (" + cause.getClass().getSimpleName()
                    + message.map(text -> ": " + oneLine(text)).orElse("")
                    + "). Please run the command again with --debug and report what it prints.";
        }
        return oneLine(message.get());
    }

    /** A provider's own failure lies deeper than the message tells. */
    private static String missing(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? "" : ", " + oneLine(root.toString());
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof UncheckedIOException
                        || cause instanceof ExecutionException
                        || cause instanceof ExceptionInInitializerError)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Exceptions that a caller's input can't be the reason of. */
    private static boolean isOurMistake(Throwable cause) {
        return cause instanceof NullPointerException
                || cause instanceof IndexOutOfBoundsException
                || cause instanceof ClassCastException
                || cause instanceof ArithmeticException
                || (cause instanceof Error && !(cause instanceof OutOfMemoryError));
    }

    /** The JDK's messages of these hold the path alone. */
    private static String ofFile(FileSystemException failure) {
        String file = String.valueOf(failure.getFile());
        if (failure.getReason() != null) {
            return oneLine(file + ": " + failure.getReason());
        }
        if (failure instanceof NoSuchFileException) {
            return file + ": there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return file + ": no permission to read or write it";
        }
        if (failure instanceof NotDirectoryException) {
            return file + ": this is not a folder";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return file + ": this is in the way, a folder is needed there";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return file + ": the folder is not empty";
        }
        return oneLine(String.valueOf(((IOException) failure).getMessage()));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
