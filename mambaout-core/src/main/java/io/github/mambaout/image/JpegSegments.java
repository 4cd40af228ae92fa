package io.github.mambaout.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands in a JPEG file before its first scan.
 *
 * @param components channels of the frame; 0 if the file has none
 * @param orientation how the camera was held, from the EXIF segment
 * @param adobeTransform 0 for plain channels, 1 for YCbCr, 2 for YCCK; -1 if the file does not say
 * @param withoutProfile the file without its embedded colour profile, which Pillow ignores too and which makes ImageIO
 *     decode five times slower
 * @param complete whether an end marker follows the scans
 */
record JpegSegments(
        int components, Orientation orientation, int adobeTransform, byte[] withoutProfile, boolean complete) {
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.ISO_8859_1);
    private static final int ADOBE_TRANSFORM = 11;
    private static final int FRAME_COMPONENTS = 5;

    static JpegSegments of(byte[] file) {
        int components = 0;
        int transform = -1;
        Orientation orientation = Orientation.UPRIGHT;
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, 2);
        int position = 2;
        boolean scanned = false;
        while (!scanned && position + 4 <= file.length && (file[position] & 0xFF) == 0xFF) {
            int marker = file[position + 1] & 0xFF;
            if (marker == 0xFF) {
                position++;
                continue;
            }
            int content = position + 4;
            int end = Math.min(file.length, position + 2 + shortAt(file, position + 2));
            boolean profile = false;
            if (marker == START_OF_SCAN) {
                scanned = true;
            } else if (isFrame(marker) && content + FRAME_COMPONENTS < end) {
                components = file[content + FRAME_COMPONENTS] & 0xFF;
            } else if (marker == APP1 && starts(file, content, end, EXIF)) {
                orientation = exifOrientation(file, content + EXIF.length, end);
            } else if (marker == APP2) {
                profile = starts(file, content, end, PROFILE);
            } else if (marker == APP14 && starts(file, content, end, ADOBE) && content + ADOBE_TRANSFORM < end) {
                transform = file[content + ADOBE_TRANSFORM] & 0xFF;
            }
            if (end < content) {
                break;
            }
            if (!profile) {
                kept.write(file, position, end - position);
            }
            position = end;
        }
        kept.write(file, position, file.length - position);
        return new JpegSegments(
                components, orientation, transform, kept.toByteArray(), scanned && hasEnd(file, position));
    }

    /** Within the compressed data an 0xFF is always followed by a 0 or a restart marker, so the first such pair is the end. */
    private static boolean hasEnd(byte[] file, int position) {
        for (int i = position; i + 1 < file.length; i++) {
            if ((file[i] & 0xFF) == 0xFF && (file[i + 1] & 0xFF) == END_OF_IMAGE) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFrame(int marker) {
        boolean table = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
        return marker >= 0xC0 && marker <= 0xCF && !table;
    }

    private static int shortAt(byte[] file, int position) {
        return (file[position] & 0xFF) << 8 | file[position + 1] & 0xFF;
    }

    private static boolean starts(byte[] file, int from, int to, byte[] signature) {
        return to - from >= signature.length
                && Arrays.equals(file, from, from + signature.length, signature, 0, signature.length);
    }

    /** Finds tag 0x0112 in the first directory of the TIFF structure that EXIF is; anything odd there means upright. */
    private static Orientation exifOrientation(byte[] file, int from, int to) {
        ByteBuffer tiff = ByteBuffer.wrap(file, from, to - from).slice();
        if (tiff.capacity() < 8) {
            return Orientation.UPRIGHT;
        }
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xFFFFFFFFL;
        if (directory + 2 > tiff.capacity()) {
            return Orientation.UPRIGHT;
        }
        int count = tiff.getShort((int) directory) & 0xFFFF;
        for (int i = 0; i < count; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > tiff.capacity()) {
                return Orientation.UPRIGHT;
            }
            if (tiff.getShort((int) entry) == 0x0112) {
                return Orientation.of(tiff.getShort((int) entry + 8) & 0xFFFF);
            }
        }
        return Orientation.UPRIGHT;
    }
}
