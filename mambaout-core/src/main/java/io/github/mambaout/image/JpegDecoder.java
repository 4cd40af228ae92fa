package io.github.mambaout.image;

import java.io.IOException;
import java.util.Optional;

/**
 * Decodes colour JPEG files. The JDK's decoder is built in; others are found through {@link java.util.ServiceLoader}, so that a decoder of
 * one's own needs a class with a constructor without parameters and its name in {@code
 * META-INF/services/io.github.mambaout.image.JpegDecoder}. Which one a process uses, {@link JpegDecoders} says.
 *
 * <p>A decoder is used by many threads at once. Its pixels should be libjpeg's (accurate inverse transform, smooth upsampling of colours),
 * as published weights expect them.
 */
public interface JpegDecoder {
    /** @return the name by which it can be asked for, for instance {@code imageio} */
    String name();

    /** @return what this machine lacks for it, and how to get that, as a sentence; nothing if it works here */
    Optional<String> problem();

    /**
     * @param file a whole baseline or progressive JPEG file of three components with 8 bits each, checked, with nothing in it but what
     *     decoding needs; an Adobe segment states whether its colours are YCbCr or RGB
     * @param width columns that its header states, at least 1
     * @param height rows that its header states, at least 1
     * @return its pixels, not turned
     * @throws IOException if the file is damaged beyond what libjpeg bears
     */
    Picture decode(byte[] file, int width, int height) throws IOException;
}
