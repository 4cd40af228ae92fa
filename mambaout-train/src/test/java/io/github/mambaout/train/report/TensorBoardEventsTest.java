package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardEventsTest {
    /** CRC-32C's polynomial, bits reversed (RFC 3720, B.4). */
    private static final int POLYNOMIAL = 0x82F63B78;

    @TempDir
    private Path folder;

    /** The checksum bit by bit, as the RFC defines it. */
    private static int crc32c(byte[] bytes) {
        int crc = ~0;
        for (byte value : bytes) {
            crc ^= value & 0xFF;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
        }
        return ~crc;
    }

    private static int masked(byte[] bytes) {
        int crc = crc32c(bytes);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static List<byte[]> records(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[Long.BYTES];
            in.get(length);
            assertThat(in.getInt()).isEqualTo(masked(length));
            byte[] record = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(record);
            assertThat(in.getInt()).isEqualTo(masked(record));
            records.add(record);
        }
        return records;
    }

    /** The fields of a message by number: numbers, or bytes where a field holds a message or a text. */
    private static Map<Integer, Object> fields(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        Map<Integer, Object> fields = new TreeMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Object value = switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> in.readInt64();
                case WireFormat.WIRETYPE_FIXED64 -> in.readDouble();
                case WireFormat.WIRETYPE_FIXED32 -> in.readFloat();
                default -> in.readByteArray();
            };
            fields.put(WireFormat.getTagFieldNumber(tag), value);
        }
        return fields;
    }

    /** The one value of an event's summary. */
    private static Map<Integer, Object> value(byte[] event) throws IOException {
        return fields((byte[]) fields((byte[]) fields(event).get(5)).get(1));
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith("events.out.tfevents."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void checksumOfTheRfcsExampleIsRight() {
        byte[] ascending = new byte[32];
        for (int i = 0; i < ascending.length; i++) {
            ascending[i] = (byte) i;
        }
        assertThat(crc32c(ascending)).isEqualTo(0x46DD794E);
    }

    @Test
    void figuresStandInTheFieldsOfTensorBoardsMessages() throws IOException {
        try (TensorBoardEvents events = TensorBoardEvents.create(folder)) {
            events.add(new UpdateMetrics(20, 0, 2.25, 0.5, 1.5, 812, 0.125, 1.5));
            events.add(new EpochMetrics(20, 0, new Evaluation(16, 12, 16, 0.25)));
        }
        List<byte[]> records = records(files().get(0));
        assertThat(text(fields(records.get(0)).get(3))).isEqualTo("brain.Event:2");
        Map<String, Float> scalars = new TreeMap<>();
        for (byte[] record : records.subList(1, records.size())) {
            assertThat(fields(record)).containsEntry(2, 20L);
            assertThat((double) fields(record).get(1)).isGreaterThan(1.7e9);
            scalars.put(text(value(record).get(1)), (Float) value(record).get(2));
        }
        assertThat(scalars)
                .isEqualTo(Map.of(
                        "train/loss", 2.25f,
                        "train/learning_rate", 0.5f,
                        "train/gradient_norm", 1.5f,
                        "train/pictures_per_second", 812f,
                        "train/waiting_share", 0.125f,
                        "validation/loss", 0.25f,
                        "validation/top1", 0.75f,
                        "validation/top5", 1f));
    }

    @Test
    void pictureIsStoredWithItsSizes() throws IOException {
        byte[] png = {1, 2, 3};
        try (TensorBoardEvents events = TensorBoardEvents.create(folder)) {
            events.add(1, List.of(new ShownPicture(png, 4, 5)));
        }
        Map<Integer, Object> value = value(records(files().get(0)).get(1));
        assertThat(text(value.get(1))).isEqualTo("train/pictures/0");
        Map<Integer, Object> image = fields((byte[]) value.get(4));
        assertThat(image).containsEntry(1, 4L).containsEntry(2, 5L).containsEntry(3, 3L);
        assertThat((byte[]) image.get(4)).isEqualTo(png);
    }

    @Test
    void runThatGoesOnTakesBackWhatComesAfterItsCheckpoint() throws IOException {
        TensorBoardEvents.create(folder).close();
        TensorBoardEvents.append(folder, 40).close();
        assertThat(files()).hasSize(2);
        Map<Integer, Object> second = fields(records(files().get(1)).get(1));
        assertThat(second).containsEntry(2, 41L);
        assertThat(fields((byte[]) second.get(7))).containsEntry(1, 1L);
    }

    @Test
    void laterFileComesLaterAlsoWhenTheClockWasSetBack() throws IOException {
        Path future = folder.resolve("events.out.tfevents.9999999998.mambaout");
        Files.createFile(future);
        TensorBoardEvents.append(folder, 40).close();
        assertThat(files()).hasSize(2).startsWith(future);
    }

    @Test
    void newRunRemovesTheEventsOfAnEarlierOne() throws IOException {
        Path other = Files.createFile(folder.resolve("notes.txt"));
        Path earlier = Files.createFile(folder.resolve("events.out.tfevents.123.elsewhere"));
        TensorBoardEvents.create(folder).close();
        assertThat(files()).hasSize(1).doesNotContain(earlier);
        assertThat(other).exists();
    }
}
