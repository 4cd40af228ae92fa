package io.github.mambaout.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reassessed labels of ImageNet's validation pictures ("Are we done with ImageNet?", arXiv 2006.07159; timm's {@code
 * RealLabelsImagenet}): for each picture every class that it shows. A picture that shows none does not count.
 */
public final class RealLabels {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    private static final Pattern NAME = Pattern.compile(".*ILSVRC2012_val_(\\d{8})(\\.\\w+)?");

    private final Path file;
    private final List<Set<Integer>> classesOfPicture;

    private RealLabels(Path file, List<Set<Integer>> classesOfPicture) {
        this.file = file;
        this.classesOfPicture = classesOfPicture;
    }

    /**
     * @param file a JSON list with a list of class numbers for each picture, in the order of the pictures' names ({@code real.json})
     * @param classes how many classes there are
     * @return the labels
     * @throws DataException if the file is missing or no such list; the message names the entry
     */
    public static RealLabels read(Path file, int classes) {
        int[][] labels;
        try {
            labels = JSON.readValue(Files.readAllBytes(file), int[][].class);
            if (labels == null || Arrays.asList(labels).contains(null)) {
                throw new DataException(file + ": holds null where class numbers are expected, such as [65].");
            }
        } catch (JacksonException e) {
            throw new DataException(
                    file + ": is no JSON list of lists of class numbers, line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr()
                            + ". Expected is real.json of the ReaL labels, such as [[65], [970, 795], []].",
                    e);
        } catch (IOException e) {
            throw new DataException(file + ": the ReaL labels cannot be read there. Check the path.", e);
        }
        for (int i = 0; i < labels.length; i++) {
            int entry = i;
            IntStream.of(labels[i])
                    .filter(label -> label < 0 || label >= classes)
                    .findFirst()
                    .ifPresent(label -> {
                        throw new DataException(file + ": entry " + entry + " has the class " + label
                                + ", but the classes are 0 to " + (classes - 1) + ".");
                    });
        }
        return new RealLabels(
                file,
                IntStream.range(0, labels.length)
                        .mapToObj(i -> Set.copyOf(
                                IntStream.of(labels[i]).distinct().boxed().toList()))
                        .toList());
    }

    /**
     * @param place where a picture lies; its name must be that of a validation picture, {@code ILSVRC2012_val_00000001.JPEG}
     * @return the classes that it shows; may be empty
     * @throws DataException if its name is another, or if there are no labels for it
     */
    public Set<Integer> of(String place) {
        Matcher name = NAME.matcher(place);
        if (!name.matches()) {
            throw new DataException(place + ": ReaL labels go by the names of ImageNet's validation pictures,"
                    + " ILSVRC2012_val_00000001.JPEG and so on, but this is none.");
        }
        int number = Integer.parseInt(name.group(1));
        if (number < 1 || number > classesOfPicture.size()) {
            throw new DataException(place + ": " + file + " has labels for the pictures 1 to " + classesOfPicture.size()
                    + ", but not for this one.");
        }
        return classesOfPicture.get(number - 1);
    }
}
