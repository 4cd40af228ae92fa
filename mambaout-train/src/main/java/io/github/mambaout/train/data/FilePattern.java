package io.github.mambaout.train.data;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Files by one text, as WebDataset writes them: {@code train-{0000..1023}.tar} counts, with as many digits as the first number, {@code
 * {a,b}.tar} lists, and {@code *}, {@code ?} and {@code [..]} in the last name stand for what they do in a shell.
 */
final class FilePattern {
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");
    private static final Pattern SIGNS = Pattern.compile("[*?\\[]");
    private static final int MOST = 100_000;

    private FilePattern() {}

    /**
     * @param pattern for instance {@code /data/train-{000..099}.tar}
     * @return the files in the order of the pattern; those that a sign such as {@code *} stands for by name
     * @throws DataException if a named file is missing, or if nothing fits; the message says which
     */
    static List<Path> files(String pattern) {
        List<Path> files = new ArrayList<>();
        for (String text : expanded(pattern)) {
            int end = 1 + Math.max(text.lastIndexOf('/'), text.lastIndexOf(File.separatorChar));
            String name = text.substring(end);
            if (SIGNS.matcher(name).find()) {
                files.addAll(matching(PartTexts.path(text.substring(0, end)), name));
            } else if (Files.isRegularFile(PartTexts.path(text))) {
                files.add(PartTexts.path(text));
            } else {
                throw new DataException(text + ": this file is missing; '" + pattern + "' names it.");
            }
        }
        if (files.isEmpty()) {
            throw new DataException("'" + pattern + "' fits no file. Check the folder and the ending.");
        }
        return files;
    }

    /** Whether a text is the name of one file or folder. */
    static boolean isPlain(String text) {
        return !SIGNS.matcher(text).find() && !BRACES.matcher(text).find();
    }

    private static List<String> expanded(String pattern) {
        Matcher braces = BRACES.matcher(pattern);
        if (!braces.find()) {
            return List.of(pattern);
        }
        List<String> all = new ArrayList<>();
        for (String choice : choices(braces.group(1), pattern)) {
            all.addAll(expanded(pattern.substring(0, braces.start()) + choice + pattern.substring(braces.end())));
            if (all.size() > MOST) {
                throw new DataException("'" + pattern + "' names more than " + MOST + " files. Narrow it down.");
            }
        }
        return all;
    }

    private static List<String> choices(String inside, String pattern) {
        Matcher range = RANGE.matcher(inside);
        if (!range.matches()) {
            return List.of(inside.split(",", -1));
        }
        int first = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        if (last < first || last - first >= MOST) {
            throw new DataException("'{" + inside + "}' in '" + pattern + "' must count upwards over at most " + MOST
                    + " files, for instance {0000..1023}.");
        }
        List<String> numbers = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            String digits = Integer.toString(number);
            numbers.add("0".repeat(Math.max(0, range.group(1).length() - digits.length())) + digits);
        }
        return numbers;
    }

    /** The files in a folder whose names fit, by name. */
    static List<Path> matching(Path folder, String glob) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            found.forEach(files::add);
        } catch (PatternSyntaxException e) {
            throw new DataException("'" + glob + "' is no pattern of file names: " + e.getMessage(), e);
        } catch (IOException | DirectoryIteratorException e) {
            throw new DataException(folder + ": cannot be listed: " + e + ". Check the path.", e);
        }
        files.removeIf(Files::isDirectory);
        files.sort(Comparator.comparing(file -> file.getFileName().toString()));
        return files;
    }
}
