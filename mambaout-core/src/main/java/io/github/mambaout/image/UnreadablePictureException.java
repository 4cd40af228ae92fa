package io.github.mambaout.image;

/** A file is not a picture, is damaged, or is too large. The message names the file, what is wrong and what to do. */
public final class UnreadablePictureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param name the file's path, or what stands for it
     * @param problem what is wrong with it and what to do
     */
    public UnreadablePictureException(String name, String problem) {
        super(name + ": " + problem);
    }

    /**
     * @param name the file's path, or what stands for it
     * @param problem what is wrong with it and what to do
     * @param cause how that was found
     */
    public UnreadablePictureException(String name, String problem, Throwable cause) {
        super(name + ": " + problem, cause);
    }
}
