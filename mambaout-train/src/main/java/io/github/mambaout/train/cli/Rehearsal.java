package io.github.mambaout.train.cli;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Runs the commands that should start fast once on a tiny model, for the launcher, which lets Java write down the classes that
 * they needed.
 */
public final class Rehearsal {
    private static final int SIZE = 64;

    private Rehearsal() {}

    /**
     * Ends the JVM with the exit code of the first command that failed, or 0.
     *
     * @param arguments none
     * @throws IOException if the temporary folder can't be written
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("mambaout-rehearsal");
        int exitCode;
        try {
            exitCode = rehearse(folder);
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
        System.exit(exitCode);
    }

    private static int rehearse(Path folder) throws IOException {
        String picture = folder.resolve("picture.jpg").toString();
        BufferedImage grey = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(grey, "jpg", folder.resolve("picture.jpg").toFile());
        String weights = folder.resolve("model.safetensors").toString();
        MambaOutConfig config = ModelZoo.config("mambaout_femto").toBuilder()
                .depths(List.of(1, 1))
                .dims(List.of(16, 32))
                .imgHeight(SIZE)
                .imgWidth(SIZE)
                .build();
        ModelFile.save(Path.of(weights), MambaOut.create(config, 0), ModelMetadata.of(config));
        int exitCode = 0;
        for (String[] command : List.of(
                new String[] {"predict", "--weights", weights, picture},
                new String[] {"embed", "--weights", weights, picture},
                new String[] {"models"},
                new String[] {"info"},
                new String[] {"--help"})) {
            exitCode = Math.max(exitCode, MambaOutCommand.run(command));
        }
        return exitCode;
    }
}
