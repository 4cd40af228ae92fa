package io.github.mambaout.train.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;

/** JSON lines: one object a line (jsonlines.org). */
final class JsonLine {
    private JsonLine() {}

    /**
     * @param out stays open when the generator is closed
     * @return writes objects
     */
    static JsonGenerator generator(PrintWriter out) throws IOException {
        return new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    /** Ends the line of an object and hands it to the writer. */
    static void end(JsonGenerator json) throws IOException {
        json.writeRaw('\n');
        json.flush();
    }
}
