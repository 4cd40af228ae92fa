package io.github.mambaout.turbojpeg;

import com.sun.jna.Library;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** The functions of {@code turbojpeg.h} that decoding takes, called as there. */
interface TurboJpegLibrary extends Library {
    /** Three bytes a pixel, red first. */
    int TJPF_RGB = 0;

    /** The inverse transform of the JDK's libjpeg and of Pillow. */
    int TJFLAG_ACCURATEDCT = 4096;

    /** What libjpeg bears, such as damage before the end mark. */
    int TJERR_WARNING = 0;

    /** Makes a decoder for one thread, or null. */
    Pointer tjInitDecompress();

    /** Decodes a file; 0, or -1 after an error or a warning. */
    int tjDecompress2(
            Pointer handle,
            byte[] file,
            NativeLong fileBytes,
            Pointer pixels,
            int width,
            int rowBytes,
            int height,
            int pixelFormat,
            int flags);

    /** The kind of what went wrong last. */
    int tjGetErrorCode(Pointer handle);

    /** What went wrong last, in words. */
    String tjGetErrorStr2(Pointer handle);

    /** Frees a decoder. */
    int tjDestroy(Pointer handle);
}
