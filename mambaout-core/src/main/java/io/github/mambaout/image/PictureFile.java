package io.github.mambaout.image;

import java.io.IOException;

/** A picture file whose header has been read. Nothing of the size that it states has been allocated yet. */
sealed interface PictureFile permits JpegFile, PngFile, GifFile, BmpFile, WebpFile {

    /** @return columns as stored, at least 1 */
    int width();

    /** @return rows as stored, at least 1 */
    int height();

    /** @return how the picture must be turned to be seen upright */
    default Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    /**
     * A header can claim any size, but each kind of compression has a limit.
     *
     * @return the fewest bytes in which this kind of file can hold so many pixels
     */
    long fewestBytes();

    /**
     * @return the pixels as stored
     * @throws IOException if the file is damaged
     */
    Picture decode() throws IOException;
}
