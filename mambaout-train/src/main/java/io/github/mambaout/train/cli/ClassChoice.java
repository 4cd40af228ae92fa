package io.github.mambaout.train.cli;

import io.github.mambaout.train.data.DataException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A file of classes, one a line: the number of a network's logit, counted from 0, or the name of its class. */
final class ClassChoice {
    private static final int MOST_DIGITS = 9;

    private final Path file;
    private final List<String> lines;

    private ClassChoice(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** @throws DataException if the file can't be read */
    static ClassChoice read(Path file) {
        try {
            return new ClassChoice(file, Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new DataException(
                    file + ": there is no such file. Expected are classes, one number or name a line.", e);
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": is not text in UTF-8. Save it as such.", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @param learned the names of a network's classes, or their numbers
     * @return the classes by number, in the order of the file
     * @throws DataException if a line names none of them or one again, or if none does; the message names the line
     */
    List<Integer> of(List<String> learned) {
        Set<Integer> chosen = new LinkedHashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty()) {
                int index = index(line, learned);
                if (index < 0 || index >= learned.size()) {
                    throw new DataException(file + ": line " + (i + 1) + ", '" + line
                            + "', is no class of the model, which has " + learned.size() + ": "
                            + learned.get(0) + " (0) to " + learned.get(learned.size() - 1) + " ("
                            + (learned.size() - 1) + ").");
                }
                if (!chosen.add(index)) {
                    throw new DataException(
                            file + ": line " + (i + 1) + " names the class '" + line + "' again. Name each once.");
                }
            }
        }
        if (chosen.isEmpty()) {
            throw new DataException(file + ": names no class. Give one number or name a line.");
        }
        return List.copyOf(chosen);
    }

    /** A name counts before a number, as classes may be called by numbers in another order. */
    private static int index(String line, List<String> learned) {
        int named = learned.indexOf(line);
        return named < 0 && line.matches("\\d{1," + MOST_DIGITS + "}") ? Integer.parseInt(line) : named;
    }
}
