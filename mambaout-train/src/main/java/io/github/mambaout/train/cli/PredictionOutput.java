package io.github.mambaout.train.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.mambaout.predict.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints predictions, picture by picture as they come. */
interface PredictionOutput extends AutoCloseable {
    /**
     * @param picture a file
     * @param predictions its likeliest classes, the likeliest first
     * @throws IOException if the output can't be written
     */
    void add(Path picture, List<Prediction> predictions) throws IOException;

    /** Ends the output; the writer stays open. */
    @Override
    void close() throws IOException;

    /** How predictions are printed. */
    enum Format {
        /** For people. */
        TEXT {
            @Override
            PredictionOutput to(PrintWriter out) {
                return new Text(out);
            }
        },
        /** One array of objects. */
        JSON {
            @Override
            PredictionOutput to(PrintWriter out) throws IOException {
                return new Json(out);
            }
        },
        /** One object a line. */
        JSONL {
            @Override
            PredictionOutput to(PrintWriter out) throws IOException {
                return new JsonLines(out);
            }
        },
        /** One line a class, with a heading. */
        CSV {
            @Override
            PredictionOutput to(PrintWriter out) {
                return new Csv(out);
            }
        };

        abstract PredictionOutput to(PrintWriter out) throws IOException;
    }

    /** For people. */
    final class Text implements PredictionOutput {
        private final PrintWriter out;

        Text(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void add(Path picture, List<Prediction> predictions) {
            out.println(picture);
            for (Prediction prediction : predictions) {
                out.printf(Locale.ROOT, "  %5.1f%%  %s%n", 100 * prediction.probability(), prediction.label());
            }
        }

        @Override
        public void close() {
            out.flush();
        }
    }

    /** One array of objects. */
    final class Json implements PredictionOutput {
        private final JsonGenerator json;

        Json(PrintWriter out) throws IOException {
            json = new JsonFactory()
                    .createGenerator(out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .useDefaultPrettyPrinter();
            json.writeStartArray();
        }

        @Override
        public void add(Path picture, List<Prediction> predictions) throws IOException {
            write(json, picture, predictions);
            json.flush();
        }

        /** Writes the object of one picture. */
        static void write(JsonGenerator json, Path picture, List<Prediction> predictions) throws IOException {
            json.writeStartObject();
            json.writeStringField("file", picture.toString());
            json.writeArrayFieldStart("predictions");
            for (Prediction prediction : predictions) {
                json.writeStartObject();
                json.writeStringField("label", prediction.label());
                json.writeNumberField("index", prediction.index());
                json.writeNumberField("probability", prediction.probability());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        @Override
        public void close() throws IOException {
            json.writeEndArray();
            json.writeRaw(System.lineSeparator());
            json.close();
        }
    }

    /** One object a line. */
    final class JsonLines implements PredictionOutput {
        private final JsonGenerator json;

        JsonLines(PrintWriter out) throws IOException {
            json = JsonLine.generator(out);
        }

        @Override
        public void add(Path picture, List<Prediction> predictions) throws IOException {
            Json.write(json, picture, predictions);
            JsonLine.end(json);
        }

        @Override
        public void close() throws IOException {
            json.close();
        }
    }

    /** One line a class, with a heading. */
    final class Csv implements PredictionOutput {
        private final PrintWriter out;

        Csv(PrintWriter out) {
            this.out = out;
            out.println("file,rank,label,index,probability");
        }

        @Override
        public void add(Path picture, List<Prediction> predictions) {
            int rank = 1;
            for (Prediction prediction : predictions) {
                out.println(CsvLine.of(
                        List.of(picture, rank, prediction.label(), prediction.index(), prediction.probability())));
                rank++;
            }
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
