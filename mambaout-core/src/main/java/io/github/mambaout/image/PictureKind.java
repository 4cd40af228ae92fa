package io.github.mambaout.image;

import java.nio.charset.StandardCharsets;

/** The kinds of picture files, told apart by how they begin. */
enum PictureKind {
    JPEG("jpeg", "com.sun.imageio.plugins.jpeg.JPEGImageReader"),
    PNG("png", "com.sun.imageio.plugins.png.PNGImageReader"),
    BMP("bmp", "com.sun.imageio.plugins.bmp.BMPImageReader"),
    GIF,
    WEBP,
    TIFF,
    UNKNOWN;

    private final String format;
    private final String reader;

    PictureKind() {
        this("", "");
    }

    PictureKind(String format, String reader) {
        this.format = format;
        this.reader = reader;
    }

    static PictureKind of(byte[] file) {
        if (starts(file, "\u00FF\u00D8\u00FF")) {
            return JPEG;
        } else if (starts(file, "\u0089PNG\r\n\u001A\n")) {
            return PNG;
        } else if (starts(file, "BM")) {
            return BMP;
        } else if (starts(file, "GIF8")) {
            return GIF;
        } else if (starts(file, "RIFF") && file.length > 12 && file[8] == 'W' && file[9] == 'E' && file[10] == 'B') {
            return WEBP;
        } else if (starts(file, "II*\0") || starts(file, "MM\0*")) {
            return TIFF;
        }
        return UNKNOWN;
    }

    private static boolean starts(byte[] file, String signature) {
        byte[] bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
        if (file.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (file[i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    boolean isReadable() {
        return !format.isEmpty();
    }

    /** @return the name by which ImageIO looks readers up */
    String format() {
        return format;
    }

    /** @return the JDK's own reader of this kind; others on the class path may give other pixels */
    String readerClass() {
        return reader;
    }
}
