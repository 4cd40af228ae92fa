package io.github.mambaout.train.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.mambaout.predict.Embedding;
import io.github.mambaout.predict.NpyWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Writes embeddings, picture by picture as they come. */
interface EmbeddingOutput extends AutoCloseable {
    /**
     * @param picture a file
     * @param embedding its embedding
     * @throws IOException if the output can't be written
     */
    void add(Path picture, Embedding embedding) throws IOException;

    /** Ends the output; the files stay open. */
    @Override
    void close() throws IOException;

    /** How embeddings are written. */
    enum Format {
        /** NumPy's array file, with the names of its rows' pictures beside it. */
        NPY,
        /** One object a line. */
        JSONL
    }

    /** One object a line: {@code file}, {@code embedding}, and for feature maps {@code shape}, as all values stand in one list. */
    final class JsonLines implements EmbeddingOutput {
        private final PrintWriter out;
        private final JsonGenerator json;

        JsonLines(PrintWriter out) throws IOException {
            this.out = out;
            json = JsonLine.generator(out);
        }

        @Override
        public void add(Path picture, Embedding embedding) throws IOException {
            json.writeStartObject();
            json.writeStringField("file", picture.toString());
            if (embedding.shape().rank() > 1) {
                json.writeFieldName("shape");
                int[] sizes = embedding.shape().sizes();
                json.writeArray(sizes, 0, sizes.length);
            }
            json.writeArrayFieldStart("embedding");
            for (float value : embedding.values()) {
                json.writeNumber(value);
            }
            json.writeEndArray();
            json.writeEndObject();
            JsonLine.end(json);
            ResultText.requireWritten(out);
        }

        @Override
        public void close() throws IOException {
            json.close();
        }
    }

    /** Rows of one array, and a JSON line with {@code row} and {@code file} for each. */
    final class Npy implements EmbeddingOutput {
        private final NpyWriter rows;
        private final PrintWriter names;
        private final JsonGenerator json;

        Npy(ResultFile array, PrintWriter names) throws IOException {
            rows = new NpyWriter(array.channel());
            this.names = names;
            json = JsonLine.generator(names);
        }

        @Override
        public void add(Path picture, Embedding embedding) throws IOException {
            json.writeStartObject();
            json.writeNumberField("row", rows.count());
            json.writeStringField("file", picture.toString());
            json.writeEndObject();
            JsonLine.end(json);
            ResultText.requireWritten(names);
            rows.add(embedding.shape(), embedding.values());
        }

        @Override
        public void close() throws IOException {
            json.close();
            rows.close();
        }
    }
}
