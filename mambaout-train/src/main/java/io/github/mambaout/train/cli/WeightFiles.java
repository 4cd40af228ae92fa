package io.github.mambaout.train.cli;

import io.github.mambaout.train.data.DataException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Weight files by name or by wildcard, for shells that leave wildcards as they are. */
final class WeightFiles {
    private static final Pattern SIGNS = Pattern.compile("[*?\\[{]");

    private WeightFiles() {}

    /**
     * @param named files, or patterns such as {@code runs/*}{@code /best.safetensors}
     * @return the files in the order in which they were named, those of a pattern by name, each once
     * @throws IOException if a folder can't be read
     * @throws DataException if nothing fits a pattern, or a text is no path
     */
    static List<Path> in(List<String> named) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        for (String text : named) {
            if (isPattern(text)) {
                files.addAll(matching(text));
            } else {
                files.add(path(text));
            }
        }
        return List.copyOf(files);
    }

    /** A file that has such a name is meant by it. */
    private static boolean isPattern(String text) {
        return SIGNS.matcher(text).find() && !Files.exists(path(text));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            // What a pattern names is no path on every system.
            if (SIGNS.matcher(text).find()) {
                return Path.of("");
            }
            throw new DataException("'" + text + "' is no path: " + e.getMessage(), e);
        }
    }

    private static List<Path> matching(String pattern) throws IOException {
        String[] names = pattern.split("/", -1);
        int fixed = 0;
        while (!SIGNS.matcher(names[fixed]).find()) {
            fixed++;
        }
        String start = String.join("/", List.of(names).subList(0, fixed));
        Path folder = Path.of(fixed == 1 && start.isEmpty() ? "/" : start);
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            PathMatcher matcher = matcher(pattern);
            try (Stream<Path> below = Files.walk(folder, names.length - fixed)) {
                below.filter(matcher::matches)
                        .filter(Files::isRegularFile)
                        .sorted()
                        .forEach(files::add);
            }
        }
        if (files.isEmpty()) {
            throw new DataException("'" + pattern + "' fits no file. Check the folder and the ending.");
        }
        return files;
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new DataException("'" + pattern + "' is no pattern of file names: " + e.getDescription(), e);
        }
    }
}
