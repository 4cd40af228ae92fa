package io.github.mambaout.train.report;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * TensorBoard's messages as bytes: the few fields of {@code event.proto} and {@code summary.proto} that a training needs. The numbers are
 * those that these files give the fields.
 */
final class EventMessage {
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    private static final int STATUS = 1;
    private static final int STATUS_START = 1;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int IMAGE = 4;
    private static final int HEIGHT = 1;
    private static final int WIDTH = 2;
    private static final int COLOURS = 3;
    private static final int COLOURS_RGB = 3;
    private static final int ENCODED = 4;

    private EventMessage() {}

    /** Writes the fields of a message. */
    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("A message cannot be written to memory", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] event(double seconds, long step, Fields what) {
        return message(out -> {
            out.writeDouble(WALL_TIME, seconds);
            out.writeInt64(STEP, step);
            what.writeTo(out);
        });
    }

    /** The first event of each file. */
    static byte[] version(double seconds) {
        return event(seconds, 0, out -> out.writeString(FILE_VERSION, "brain.Event:2"));
    }

    /** Tells readers that what earlier files hold from this step on does not count. */
    static byte[] startOver(double seconds, long step) {
        byte[] session = message(out -> out.writeEnum(STATUS, STATUS_START));
        return event(seconds, step, out -> out.writeByteArray(SESSION_LOG, session));
    }

    static byte[] scalar(double seconds, long step, String tag, double value) {
        return value(seconds, step, tag, out -> out.writeFloat(SIMPLE_VALUE, (float) value));
    }

    static byte[] picture(double seconds, long step, String tag, ShownPicture picture) {
        byte[] image = message(out -> {
            out.writeInt32(HEIGHT, picture.height());
            out.writeInt32(WIDTH, picture.width());
            out.writeInt32(COLOURS, COLOURS_RGB);
            out.writeByteArray(ENCODED, picture.png());
        });
        return value(seconds, step, tag, out -> out.writeByteArray(IMAGE, image));
    }

    private static byte[] value(double seconds, long step, String tag, Fields what) {
        byte[] value = message(out -> {
            out.writeString(TAG, tag);
            what.writeTo(out);
        });
        byte[] summary = message(out -> out.writeByteArray(VALUE, value));
        return event(seconds, step, out -> out.writeByteArray(SUMMARY, summary));
    }
}
