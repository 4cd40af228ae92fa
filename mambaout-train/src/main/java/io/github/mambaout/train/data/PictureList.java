package io.github.mambaout.train.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file lists: paths and labels, of one part or of both.
 *
 * @param training the pictures of the first part, and those of no part
 * @param heldOut the others, if there are any
 */
record PictureList(Part training, Optional<Part> heldOut) {
    private static final String PATH = "path";
    private static final String LABEL = "label";
    private static final String PART = "part";

    /**
     * Pictures in the order of the file.
     *
     * @param paths in UTF-8
     * @param labels as they stand there
     */
    record Part(CompactNames paths, LabelTexts labels) {}

    /**
     * @param file a list
     * @return what it lists; at least one picture to train on
     * @throws DataException if it is missing, or if a line is wrong; the message names the row
     */
    static PictureList read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    file + ": there is no such file. Expected is a .csv or .jsonl file that lists paths and labels.");
        }
        Collected train = new Collected();
        Collected heldOut = new Collected();
        try (ListRows rows = rows(file)) {
            while (rows.next()) {
                Collected part = isHeldOut(file, rows) ? heldOut : train;
                part.add(file, rows);
            }
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage() + ".", e);
        }
        if (train.paths.size() == 0) {
            throw new DataException(file + ": lists no pictures" + (heldOut.paths.size() > 0 ? " to train on" : "")
                    + ". Expected are a path and a label a line.");
        }
        return new PictureList(
                train.toPart(), heldOut.paths.size() == 0 ? Optional.empty() : Optional.of(heldOut.toPart()));
    }

    private static ListRows rows(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return ListRows.ofCsv(file);
        } else if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return ListRows.ofJsonLines(file);
        }
        throw new DataException(file + ": a list of pictures ends in .csv (with a header), or in .jsonl or .ndjson"
                + " (one JSON object a line). Rename it to what it is.");
    }

    private static boolean isHeldOut(Path file, ListRows rows) {
        String part = rows.field(PART).orElse(PartNames.TRAINING.usual()).toLowerCase(Locale.ROOT);
        if (PartNames.HELD_OUT.names().contains(part)) {
            return true;
        }
        if (!part.isEmpty() && !PartNames.TRAINING.names().contains(part)) {
            throw wrong(
                    file,
                    rows,
                    "has the part '" + part + "', but parts are " + PartNames.TRAINING.names() + " and "
                            + PartNames.HELD_OUT.names());
        }
        return false;
    }

    private static DataException wrong(Path file, ListRows rows, String problem) {
        return new DataException(file + ": row " + rows.number() + " " + problem + ".");
    }

    /** The pictures of a file that lists those of one part, whatever it calls them. */
    Part only(Path file) {
        if (heldOut.isPresent()) {
            throw new DataException(
                    file + ": lists pictures of both parts. Give it alone, or name one part only in it.");
        }
        return training;
    }

    private static final class Collected {
        private final CompactNames.Builder paths = new CompactNames.Builder();
        private final LabelTexts.Builder labels = new LabelTexts.Builder();

        void add(Path file, ListRows rows) {
            String path = required(file, rows, PATH);
            try {
                labels.add(required(file, rows, LABEL));
                // A path that this system can't have is found here, where its row is known.
                paths.add(Path.of(path).toString().getBytes(StandardCharsets.UTF_8));
            } catch (InvalidPathException e) {
                throw new DataException(
                        file + ": row " + rows.number() + " has a path that is none: " + e.getMessage() + ".", e);
            } catch (IllegalArgumentException e) {
                throw wrong(file, rows, "can't be used: " + e.getMessage());
            }
        }

        private static String required(Path file, ListRows rows, String name) {
            return rows.field(name)
                    .filter(value -> !value.isBlank())
                    .orElseThrow(() -> wrong(file, rows, "has no '" + name + "'"));
        }

        Part toPart() {
            return new Part(paths.build(), labels.build());
        }
    }
}
