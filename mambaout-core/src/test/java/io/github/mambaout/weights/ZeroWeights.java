package io.github.mambaout.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.tensor.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Safetensors files of zeros that were never written: where the system has sparse files, any size costs nothing. */
final class ZeroWeights {
    private ZeroWeights() {}

    static Path write(Path path, Map<String, Shape> shapes) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        long end = 0;
        for (Map.Entry<String, Shape> tensor : shapes.entrySet()) {
            long start = end;
            end += (long) tensor.getValue().elements() * Float.BYTES;
            header.put(
                    tensor.getKey(),
                    Map.of("dtype", "F32", "shape", tensor.getValue().sizes(), "data_offsets", new long[] {start, end
                    }));
        }
        byte[] json = new ObjectMapper().writeValueAsBytes(header);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            file.write(json);
            file.setLength(Long.BYTES + json.length + end);
        }
        return path;
    }
}
