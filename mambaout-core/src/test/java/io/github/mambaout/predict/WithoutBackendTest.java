package io.github.mambaout.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithoutBackendTest {

    @Test
    void pictureIsLabelledInAJavaWithoutNd4jBackend(@TempDir Path folder) throws IOException, InterruptedException {
        MambaOutConfig config = MambaOutConfig.builder()
                .name("small")
                .depths(List.of(1))
                .dims(List.of(8))
                .numClasses(2)
                .imgSize(32)
                .build();
        Path weights = folder.resolve("small.safetensors");
        MambaOut model = MambaOut.create(config, 0);
        ModelMetadata metadata =
                new ModelMetadata(config, List.of("flower", "other"), Preprocessing.imageNet(32), Provenance.unknown());
        // With a bias this large the label is known.
        model.parameters()
                .get("head.fc.bias")
                .fill(bias -> bias.data().put(0, 20f).put(1, -20f));
        ModelFile.save(weights, model, metadata);
        Path picture = folder.resolve("flower.jpg");
        try (InputStream in = WithoutBackendTest.class.getResourceAsStream("/images/odd-grey.jpg")) {
            Files.write(picture, in.readAllBytes());
        }
        Path errors = folder.resolve("errors.txt");
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("(nd4j-native|openblas).*"))
                .collect(Collectors.joining(File.pathSeparator));
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        LabelWithoutBackend.class.getName(),
                        weights.toString(),
                        picture.toString())
                .redirectError(errors.toFile())
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines()).as(Files.readString(errors)).last().isEqualTo("0 backends: flower 100.0%");
        assertThat(java.exitValue()).isZero();
    }
}
