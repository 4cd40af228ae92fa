package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CompactNamesTest {
    private static final int COUNT = 50_000;

    private static byte[] name(int index) {
        return ("n" + index * 31L).getBytes(StandardCharsets.US_ASCII);
    }

    private static CompactNames names() {
        CompactNames.Builder builder = new CompactNames.Builder();
        for (int i = 0; i < COUNT; i++) {
            builder.add(i % 1000 == 7 ? new byte[0] : name(i));
        }
        return builder.build();
    }

    private static byte[] written(CompactNames names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        names.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static CompactNames read(byte... bytes) throws IOException {
        return CompactNames.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    @Test
    void namesComeBackFromMemoryAndFromAFile() throws IOException {
        CompactNames names = names();
        CompactNames again = read(written(names));
        assertThat(names.size()).isEqualTo(COUNT);
        assertThat(again.size()).isEqualTo(COUNT);
        for (int i = 0; i < COUNT; i++) {
            byte[] expected = i % 1000 == 7 ? new byte[0] : name(i);
            assertThat(Arrays.equals(names.get(i), expected) && Arrays.equals(again.get(i), expected))
                    .as("name %d", i)
                    .isTrue();
        }
    }

    @Test
    void nameTakesItsBytesAndFourMore() throws IOException {
        CompactNames names = names();
        long bytes = 0;
        for (int i = 0; i < COUNT; i++) {
            bytes += names.get(i).length;
        }
        assertThat(written(names)).hasSize((int) bytes + 4 * COUNT + 4);
    }

    @Test
    void damagedListIsRefused() {
        assertThatThrownBy(() -> read((byte) 0, (byte) 0, (byte) 0)).isInstanceOf(IOException.class);
        // Two names that end at 2 and at 1.
        assertThatThrownBy(() -> read(new byte[] {0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 'a', 'b'}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("name 1 ends before it starts");
    }
}
