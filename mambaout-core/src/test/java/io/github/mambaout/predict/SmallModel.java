package io.github.mambaout.predict;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A network of two stages that answers in a millisecond, and pictures for it. */
final class SmallModel {
    static final int SIZE = 32;

    private SmallModel() {}

    static SavedModel saved() {
        MambaOutConfig config = MambaOutConfig.builder()
                .name("small")
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .numClasses(3)
                .imgSize(SIZE)
                .build();
        MambaOut model = MambaOut.create(config, 0);
        Formula.fill(model.parameters());
        return new SavedModel(
                model,
                new ModelMetadata(
                        config, List.of("rose", "tulip", "daisy"), Preprocessing.imageNet(SIZE), Provenance.unknown()));
    }

    /** Writes one of the test pictures into a folder. */
    static Path picture(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = SmallModel.class.getResourceAsStream("/images/" + name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    static Picture random(long seed) {
        byte[] rgb = new byte[40 * 50 * 3];
        new Random(seed).nextBytes(rgb);
        return Picture.of(40, 50, rgb);
    }
}
