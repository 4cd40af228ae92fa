package io.github.mambaout.train.cli;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import java.nio.file.Path;
import java.util.List;

/** A saved model of two stages with the classes that are named. */
final class SmallWeights {
    private SmallWeights() {}

    static Path write(Path file, String... classes) {
        MambaOutConfig config = MambaOutConfig.builder()
                .name("small")
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .numClasses(classes.length)
                .imgSize(SmallPictures.SIZE)
                .build();
        ModelFile.save(
                file,
                MambaOut.create(config, 1),
                new ModelMetadata(
                        config, List.of(classes), Preprocessing.imageNet(SmallPictures.SIZE), Provenance.unknown()));
        return file;
    }
}
