package io.github.mambaout.image;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * What a JPEG file says about its pixels (ITU-T T.81, annex B).
 *
 * @param frame size and components
 * @param orientation how the camera was held, from the first EXIF segment
 * @param isTransformed whether the first three components are luminance and two colour differences
 * @param bare the first picture of the file with nothing but what decoding needs: no colour profile, which Pillow ignores
 *     too and which makes ImageIO decode five times slower, no thumbnails, nothing behind the end marker; and with a
 *     segment that states the colour transform, which libjpeg and ImageIO would otherwise guess by different rules
 */
record JpegSegments(JpegFrame frame, Orientation orientation, boolean isTransformed, byte[] bare) {
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int FIRST_APPLICATION = 0xE0;
    private static final int COMMENT = 0xFE;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final String EXIF = "Exif\0\0";
    private static final String ADOBE = "Adobe";
    private static final int ADOBE_TRANSFORM = 11;
    private static final int ADOBE_LENGTH = 14;

    /** Each scan may pass over the whole picture; encoders write some ten, and so libjpeg-turbo's own tests allow 500. */
    private static final int MOST_SCANS = 500;

    static JpegSegments of(FileBytes file) throws IOException {
        return new Walk(file).toSegments();
    }

    /** One pass over the markers of a file. */
    private static final class Walk {
        private final FileBytes file;
        private int position = 2;
        private JpegFrame frame;
        private Orientation orientation;
        private boolean isJfif;
        private int adobeTransform = -1;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Walk(FileBytes file) {
            this.file = file;
        }

        JpegSegments toSegments() throws IOException {
            int scan = firstScan();
            if (frame == null) {
                throw new IOException("pixels come before the frame header");
            }
            int end = endOfPicture(scan);
            boolean transformed = isTransformed();
            ByteArrayOutputStream bare = new ByteArrayOutputStream(end - scan + kept.size() + 32);
            bare.write(0xFF);
            bare.write(0xD8);
            if (frame.components() > 1) {
                writeAdobe(bare, transformed);
            }
            kept.writeTo(bare);
            bare.write(file.all(), scan, end - scan);
            return new JpegSegments(
                    frame, orientation == null ? Orientation.UPRIGHT : orientation, transformed, bare.toByteArray());
        }

        /** Reads the segments up to the first scan, and returns where that starts. */
        private int firstScan() throws IOException {
            while (true) {
                int marker = nextMarker();
                int start = position;
                if (marker == START_OF_SCAN) {
                    return start - 2;
                } else if (marker == END_OF_IMAGE) {
                    throw new IOException("it ends before its pixels");
                }
                int end = endOfSegment();
                read(marker, start + 2, end);
                if (marker < FIRST_APPLICATION) {
                    kept.write(0xFF);
                    kept.write(marker);
                    kept.write(file.all(), start, end - start);
                }
                position = end;
            }
        }

        private void read(int marker, int content, int end) throws IOException {
            if (JpegFrame.isFrame(marker)) {
                if (frame != null) {
                    throw new IOException("it has two frame headers");
                }
                frame = JpegFrame.of(file, marker, content);
            } else if (marker == FIRST_APPLICATION) {
                isJfif |= file.has(content, "JFIF\0");
            } else if (marker == APP1 && orientation == null && file.has(content, EXIF)) {
                int from = content + EXIF.length();
                orientation = from > end ? Orientation.UPRIGHT : Exif.orientation(file.all(), from, end);
            } else if (marker == APP14 && file.has(content, ADOBE) && content + ADOBE_TRANSFORM < end) {
                adobeTransform = file.byteAt(content + ADOBE_TRANSFORM);
            }
        }

        /** Goes behind the next marker; what stands between segments is passed over, as in libjpeg. */
        private int nextMarker() throws EOFException {
            while (true) {
                position = file.indexOf(0xFF, position) + 1;
                while (file.byteAt(position) == 0xFF) {
                    position++;
                }
                int marker = file.byteAt(position++);
                if (marker != 0) {
                    return marker;
                }
            }
        }

        private int endOfSegment() throws IOException {
            int length = file.bigShort(position);
            if (length < 2) {
                throw new IOException("the segment at byte " + position + " has a length of " + length);
            }
            if (position + length > file.size()) {
                throw new EOFException("it ends after " + file.size() + " bytes, within a segment");
            }
            return position + length;
        }

        /** Walks over the scans, and what stands between them, to behind the end marker. */
        private int endOfPicture(int firstScan) throws IOException {
            position = firstScan;
            int scans = 0;
            while (true) {
                int marker = nextMarker();
                if (marker == END_OF_IMAGE) {
                    return position;
                }
                if (marker == START_OF_SCAN && ++scans > MOST_SCANS) {
                    throw new IOException("it has more than " + MOST_SCANS + " scans");
                }
                if (hasLength(marker)) {
                    position = endOfSegment();
                }
            }
        }

        /** Within compressed data stand restart markers alone; other ones without a meaning are damage that a decoder bears. */
        private static boolean hasLength(int marker) {
            boolean table = marker == 0xC4 || marker == 0xCC || marker == 0xDB || marker == 0xDC || marker == 0xDD;
            return table
                    || marker == START_OF_SCAN
                    || marker >= FIRST_APPLICATION && marker <= 0xEF
                    || marker == COMMENT;
        }

        /** The rules of libjpeg's {@code default_decompress_parms}. */
        private boolean isTransformed() {
            if (frame.components() == 4) {
                return adobeTransform > 0;
            } else if (frame.components() == 1) {
                return false;
            } else if (isJfif) {
                return true;
            }
            return adobeTransform >= 0 ? adobeTransform > 0 : !frame.isNamedRgb();
        }

        private void writeAdobe(ByteArrayOutputStream bare, boolean transformed) {
            int transform = transformed ? frame.components() == 4 ? 2 : 1 : 0;
            bare.writeBytes(new byte[] {(byte) 0xFF, (byte) APP14, 0, ADOBE_LENGTH});
            bare.writeBytes(new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform});
        }
    }
}
