package io.github.mambaout.train.cli;

import io.github.mambaout.image.PngPicture;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Saves held-out pictures as files, named after what they show, so that they can be looked at and classified. */
final class HeldOutPictures {
    private HeldOutPictures() {}

    /**
     * @param data held-out pictures
     * @param folder where to; made if it is missing
     * @return the first picture of each class, file to class, in the order of the data
     * @throws IOException if a file can't be written
     */
    static Map<Path, String> saveOneOfEachClass(DataSet data, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<Path, String> saved = new LinkedHashMap<>();
        for (int i = 0; i < data.size() && saved.size() < data.classes().size(); i++) {
            Sample sample = data.sample(i).orElseThrow();
            String shown = data.classes().get(sample.label());
            if (!saved.containsValue(shown)) {
                Path file = folder.resolve(String.format(Locale.ROOT, "%02d-%s.png", saved.size(), fileName(shown)));
                Files.write(file, PngPicture.encode(sample.picture()));
                saved.put(file, shown);
            }
        }
        return saved;
    }

    private static String fileName(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
