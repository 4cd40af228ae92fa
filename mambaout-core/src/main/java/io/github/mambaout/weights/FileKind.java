package io.github.mambaout.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The kinds of weight files, told by how they begin. */
enum FileKind {
    /** A length, then a JSON object. */
    SAFETENSORS("safetensors"),
    /** A zip file, as PyTorch has written since 1.6. */
    PYTORCH_ZIP("PyTorch checkpoint"),
    /** Pickles, as PyTorch wrote before. */
    PYTORCH_PICKLES("PyTorch checkpoint as before PyTorch 1.6");

    private static final int HEADER_START = 8;
    private static final int PICKLE_PROTOCOL = 0x80;
    /** Where a tar archive has its mark. */
    private static final int TAR_MARK = 257;

    private static final String TAR = "ustar";

    private final String label;

    FileKind(String label) {
        this.label = label;
    }

    /** @return the kind for people */
    String label() {
        return label;
    }

    /**
     * @param path a file
     * @return its kind
     * @throws WeightFileException if there is no such file, it can't be read or is of no known kind
     */
    static FileKind of(Path path) {
        byte[] start;
        try (FileChannel channel = WeightChannel.open(path)) {
            start = new ChannelInput(channel, 0).readNBytes(TAR_MARK + TAR.length());
        } catch (IOException e) {
            throw new WeightFileException(path, "can't be read (" + e + ").", e);
        }
        // Latin 1 keeps every byte as a character.
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("{", HEADER_START)) {
            return SAFETENSORS;
        }
        if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
            return PYTORCH_ZIP;
        }
        if (start.length > 0 && (start[0] & 0xFF) == PICKLE_PROTOCOL) {
            return PYTORCH_PICKLES;
        }
        throw new WeightFileException(path, unknown(text));
    }

    private static String unknown(String start) {
        if (start.isEmpty()) {
            return "is empty. Was it copied completely?";
        }
        if (start.startsWith(TAR, TAR_MARK)) {
            return "is a tar archive, the form of PyTorch before 0.1.10, which is not read. "
                    + "Load it in PyTorch and save it again.";
        }
        if (start.startsWith("version https://git-lfs")) {
            return "is a Git LFS pointer, not the file that it points to. Download that one (git lfs pull).";
        }
        if (start.stripLeading().startsWith("<")) {
            return "is a web page or XML, not weights. Download the file itself.";
        }
        return "is neither a safetensors file nor one of PyTorch's, whatever its name says. "
                + "Convert it to one of them first.";
    }
}
