package io.github.mambaout.train.data;

import io.github.mambaout.weights.ImageNetClasses;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The classes of a data set in the order of their labels. A file {@value #FILE} beside the data may state them, one class a line (the
 * form of timm's class maps): what the data call it, and behind a tab how people call it; behind a WordNet id a space will do, as in
 * ImageNet's own lists ({@code n01440764 tench, Tinca tinca}). A file with the single line {@code imagenet-1k} or {@code imagenet-12k}
 * stands for that set's classes. Without such a file, names that are the WordNet ids of a whole ImageNet set get the names that its
 * published weights have.
 */
final class ClassList {
    static final String FILE = "classes.txt";

    private static final Pattern WORDNET = Pattern.compile("(n\\d{8})(?:\\s+(.*))?");
    private static final String FIRST_OF_1K = "n01440764";
    private static final String LAST_OF_1K = "n15075141";

    private final List<String> ids;
    private final List<String> names;
    private final boolean stated;
    private final Map<String, Integer> byId = new HashMap<>();

    private ClassList(List<String> ids, List<String> names, boolean stated) {
        this.ids = List.copyOf(ids);
        this.names = List.copyOf(names);
        this.stated = stated;
        for (int i = 0; i < ids.size(); i++) {
            byId.put(ids.get(i), i);
        }
    }

    /**
     * @param folder of the data
     * @return what its file states, if there is one
     * @throws DataException if the file can't be used; the message names the line
     */
    static Optional<ClassList> statedIn(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": is not text in UTF-8. Save it as such.", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
        List<String> ids = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Map<String, Integer> lineOf = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty()) {
                add(line, ids, names);
                Integer other = lineOf.put(ids.get(ids.size() - 1), i + 1);
                if (other != null) {
                    throw new DataException(file + ": line " + (i + 1) + " names the class " + ids.get(ids.size() - 1)
                            + ", as line " + other + " does. Each class needs one line.");
                }
            }
        }
        if (ids.isEmpty()) {
            throw new DataException(file + ": names no class. Give one class a line, or remove the file.");
        }
        return Optional.of(known(ids).orElseGet(() -> new ClassList(ids, names, true)));
    }

    private static void add(String line, List<String> ids, List<String> names) {
        int tab = line.indexOf('\t');
        Matcher wordNet = WORDNET.matcher(line);
        if (tab > 0) {
            ids.add(line.substring(0, tab).strip());
            names.add(line.substring(tab + 1).strip());
        } else if (wordNet.matches()) {
            ids.add(wordNet.group(1));
            names.add(wordNet.group(2) == null ? wordNet.group(1) : wordNet.group(2));
        } else {
            ids.add(line);
            names.add(line);
        }
    }

    private static Optional<ClassList> known(List<String> ids) {
        for (ImageNetClasses known : ImageNetClasses.values()) {
            if (ids.equals(List.of(known.toString()))) {
                List<String> numbers = IntStream.range(0, known.count())
                        .mapToObj(String::valueOf)
                        .toList();
                return Optional.of(new ClassList(numbers, known.names(), true));
            }
        }
        return Optional.empty();
    }

    /**
     * @param ids what the data call their classes, in the order of the labels
     * @return these classes, with the names of an ImageNet set if they are all of its
     */
    static ClassList of(List<String> ids) {
        boolean wordNet = ids.stream().allMatch(id -> WORDNET.matcher(id).matches());
        boolean isSet1k = wordNet
                && ids.size() == ImageNetClasses.IMAGENET_1K.count()
                && ids.get(0).equals(FIRST_OF_1K)
                && ids.get(ids.size() - 1).equals(LAST_OF_1K);
        boolean isSet12k = wordNet && ids.size() == ImageNetClasses.IMAGENET_12K.count();
        List<String> names =
                isSet1k ? ImageNetClasses.IMAGENET_1K.names() : isSet12k ? ImageNetClasses.IMAGENET_12K.names() : ids;
        return new ClassList(ids, names, false);
    }

    /** Whether a file states these classes; classes that it leaves out are then to be left out. */
    boolean isStated() {
        return stated;
    }

    int size() {
        return ids.size();
    }

    /** What the data call the classes. */
    List<String> ids() {
        return ids;
    }

    /** What people call them. */
    List<String> names() {
        return names;
    }

    /** The label of what the data call a class; a stated name will do if no other class has it. */
    Optional<Integer> find(String id) {
        Integer label = byId.get(id);
        if (label != null) {
            return Optional.of(label);
        }
        int named = names.indexOf(id);
        return named >= 0 && named == names.lastIndexOf(id) ? Optional.of(named) : Optional.empty();
    }
}
