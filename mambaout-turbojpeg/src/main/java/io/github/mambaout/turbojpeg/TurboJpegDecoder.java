package io.github.mambaout.turbojpeg;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.github.mambaout.image.JpegDecoder;
import io.github.mambaout.image.Picture;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Decodes by the system's libjpeg-turbo, which is faster than the libjpeg of most JDKs and gives the same pixels. The library itself is for
 * the user to install; this class only calls it. Being on the class path is enough for it to be used.
 */
public final class TurboJpegDecoder implements JpegDecoder {
    /** The library by the names that it has where headers are installed too, and where they are not. */
    private static final List<String> LIBRARY_NAMES = List.of("turbojpeg", "libturbojpeg.so.0", "libturbojpeg.0.dylib");

    private static final String HOW_TO_GET =
            "Install it (apt install libturbojpeg0, dnf install turbojpeg, brew install"
                    + " jpeg-turbo), or name its folder by -Djna.library.path=FOLDER.";

    private final Optional<TurboJpegLibrary> library;

    /** Looks for the library; for {@link java.util.ServiceLoader}. */
    public TurboJpegDecoder() {
        this(LIBRARY_NAMES);
    }

    TurboJpegDecoder(List<String> libraryNames) {
        library = libraryNames.stream()
                .map(TurboJpegDecoder::load)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<TurboJpegLibrary> load(String name) {
        try {
            return Optional.of(Native.load(name, TurboJpegLibrary.class));
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "turbojpeg";
    }

    @Override
    public Optional<String> problem() {
        return library.isPresent()
                ? Optional.empty()
                : Optional.of("libjpeg-turbo's library libturbojpeg is not on this machine. " + HOW_TO_GET);
    }

    @Override
    public Picture decode(byte[] file, int width, int height) throws IOException {
        TurboJpegLibrary turbo =
                library.orElseThrow(() -> new IllegalStateException(problem().orElseThrow()));
        Pointer handle = turbo.tjInitDecompress();
        if (handle == null) {
            throw new IOException("libjpeg-turbo has no memory for a decoder");
        }
        byte[] rgb = new byte[width * height * Picture.CHANNELS];
        // An array as an argument would be copied on the way there as well.
        try (Memory pixels = new Memory(rgb.length)) {
            int result = turbo.tjDecompress2(
                    handle,
                    file,
                    new NativeLong(file.length),
                    pixels,
                    width,
                    width * Picture.CHANNELS,
                    height,
                    TurboJpegLibrary.TJPF_RGB,
                    TurboJpegLibrary.TJFLAG_ACCURATEDCT);
            if (result != 0 && turbo.tjGetErrorCode(handle) != TurboJpegLibrary.TJERR_WARNING) {
                throw new IOException(turbo.tjGetErrorStr2(handle));
            }
            pixels.read(0, rgb, 0, rgb.length);
            return Picture.of(width, height, rgb);
        } finally {
            turbo.tjDestroy(handle);
        }
    }
}
