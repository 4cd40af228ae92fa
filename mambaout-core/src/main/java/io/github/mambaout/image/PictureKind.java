package io.github.mambaout.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of files that come as pictures, told apart by how they begin. */
enum PictureKind {
    JPEG("JPEG", JpegFile::of, "jpg", "jpeg", "jpe", "jfif"),
    PNG("PNG", PngFile::of, "png", "apng"),
    GIF("GIF", GifFile::of, "gif"),
    BMP("BMP", BmpFile::of, "bmp", "dib"),
    WEBP("WebP", WebpFile::of, "webp"),
    TIFF("TIFF", "tif", "tiff"),
    HEIC("HEIC", "heic", "heif"),
    AVIF("AVIF", "avif"),
    JPEG_XL("JPEG XL", "jxl"),
    JPEG_2000("JPEG 2000", "jp2", "j2k"),
    PHOTOSHOP("Photoshop"),
    SVG("SVG"),
    PDF("PDF"),
    VIDEO("MP4 or QuickTime"),
    HTML("HTML"),
    UNKNOWN("unknown");

    /** How the names of picture files end, in lower case, also of kinds that can't be read. */
    static final Set<String> ENDINGS =
            Stream.of(values()).flatMap(kind -> kind.endings.stream()).collect(Collectors.toUnmodifiableSet());

    /** Enough to find an element of SVG behind a declaration and a comment. */
    private static final int MARKUP_START = 1024;

    private final String label;
    /** Reads the header; empty if files of this kind can't be read. */
    private final Optional<Opening> opening;

    private final List<String> endings;

    private interface Opening {
        PictureFile open(FileBytes file) throws IOException;
    }

    PictureKind(String label, String... endings) {
        this(label, Optional.empty(), endings);
    }

    PictureKind(String label, Opening opening, String... endings) {
        this(label, Optional.of(opening), endings);
    }

    PictureKind(String label, Optional<Opening> opening, String... endings) {
        this.label = label;
        this.opening = opening;
        this.endings = List.of(endings);
    }

    static PictureKind of(FileBytes file) {
        if (file.has(0, "\u00FF\u00D8\u00FF")) {
            return JPEG;
        } else if (file.has(0, "\u0089PNG\r\n\u001A\n")) {
            return PNG;
        } else if (file.has(0, "GIF87a") || file.has(0, "GIF89a")) {
            return GIF;
        } else if (file.has(0, "BM")) {
            return BMP;
        } else if (file.has(0, "RIFF") && file.has(8, "WEBP")) {
            return WEBP;
        } else if (file.has(0, "II*\0") || file.has(0, "MM\0*") || file.has(0, "II+\0") || file.has(0, "MM\0+")) {
            return TIFF;
        } else if (file.has(4, "ftyp")) {
            return ofBrand(file);
        } else if (file.has(0, "\u00FF\n") || file.has(4, "JXL ")) {
            return JPEG_XL;
        } else if (file.has(4, "jP  ") || file.has(0, "\u00FFO\u00FFQ")) {
            return JPEG_2000;
        } else if (file.has(0, "8BPS")) {
            return PHOTOSHOP;
        } else if (file.has(0, "%PDF")) {
            return PDF;
        }
        return ofMarkup(file);
    }

    /** The container of HEIC, AVIF and MP4 states its main brand at byte 8. */
    private static PictureKind ofBrand(FileBytes file) {
        if (file.has(8, "avif") || file.has(8, "avis")) {
            return AVIF;
        }
        boolean stills = file.has(8, "hei") || file.has(8, "hev") || file.has(8, "mif1") || file.has(8, "msf1");
        return stills ? HEIC : VIDEO;
    }

    private static PictureKind ofMarkup(FileBytes file) {
        int length = Math.min(file.size(), MARKUP_START);
        String start = new String(file.all(), 0, length, StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return HTML;
        }
        return start.startsWith("<") && start.contains("<svg") ? SVG : UNKNOWN;
    }

    boolean isReadable() {
        return opening.isPresent();
    }

    /** @return what people call it */
    String label() {
        return label;
    }

    /** @return for instance "an MP4 or QuickTime" */
    String withArticle() {
        return (this == AVIF || this == VIDEO || this == HTML || this == SVG ? "an " : "a ") + label;
    }

    /**
     * @param file a file of this kind, which must be a readable one
     * @return what its header says
     * @throws IOException if the header is damaged, cut short or says something unusual
     */
    PictureFile open(FileBytes file) throws IOException {
        return opening.orElseThrow(() -> new IllegalStateException(label + " files can't be opened"))
                .open(file);
    }
}
