package io.github.mambaout.image;

import java.io.IOException;

/** A file is sound, but encoded in a way that no reader here knows. */
final class UnsupportedPictureException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param encoding what is unusual about it, to stand behind "is a JPEG file " */
    UnsupportedPictureException(String encoding) {
        super(encoding);
    }

    /**
     * @param encoding what is unusual about it, to stand behind "is a JPEG file "
     * @param cause how that was found
     */
    UnsupportedPictureException(String encoding, Throwable cause) {
        super(encoding, cause);
    }
}
