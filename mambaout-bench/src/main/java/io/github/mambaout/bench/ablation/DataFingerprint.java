package io.github.mambaout.bench.ablation;

import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.DataSets;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.data.Pathfinder;
import io.github.mambaout.train.data.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The hash of a data set's content, wherever it lies. */
final class DataFingerprint {
    private static final String FOLDER = "folder:";

    private DataFingerprint() {}

    /**
     * Reads the whole set once: files of pictures as they are, other sets picture by picture. What is drawn follows from its
     * settings, and from the library's version, which a run's key holds.
     *
     * @param data what {@link DataSets#open} understands
     * @throws io.github.mambaout.train.data.DataException if the data are missing or wrong
     */
    static String of(String data) {
        DataSource source = DataSets.open(data);
        Digest digest = new Digest();
        if (data.startsWith(FOLDER)) {
            Path folder = Path.of(data.substring(FOLDER.length()));
            try {
                digest.addTree(folder, file -> !DataSets.isKeptIndex(file));
            } catch (IOException e) {
                throw new UncheckedIOException(folder + ": cannot be read: " + e.getMessage(), e);
            }
        } else if (source.training() instanceof Pathfinder drawn) {
            digest.add(drawn.settings().toString());
        } else {
            add(digest, source.training());
            add(digest, source.validation());
        }
        return digest.hex();
    }

    private static void add(Digest digest, DataSet set) {
        set.classes().forEach(digest::add);
        digest.add(set.size());
        for (int i = 0; i < set.size(); i++) {
            digest.add(set.label(i));
            set.sample(i)
                    .map(Sample::picture)
                    .ifPresent(picture ->
                            digest.add(picture.width()).add(picture.height()).add(picture.rgb()));
        }
    }
}
