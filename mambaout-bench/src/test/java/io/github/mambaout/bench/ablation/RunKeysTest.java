package io.github.mambaout.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.train.TrainingConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunKeysTest {
    private static final Environment HERE = MadeResults.ENVIRONMENT;

    @TempDir
    private Path folder;

    private static String key(Environment environment, TrainingConfig config) {
        return new RunKeys(environment).of(new AblationRun("gated-cnn", config));
    }

    private static void pictures(Path place, int colour) throws IOException {
        for (String split : List.of("train", "val")) {
            Path of = Files.createDirectories(place.resolve(split).resolve("a"));
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(3, 4, colour);
            ImageIO.write(picture, "png", of.resolve("1.png").toFile());
        }
    }

    private static String ofFolder(Path place) {
        return key(HERE, TrainingConfig.builder().data("folder:" + place).build());
    }

    @Test
    void everythingThatDecidesMakesAnotherKey() {
        TrainingConfig base = TrainingConfig.builder().build();
        Stream<String> keys = Stream.of(
                key(HERE, base),
                new RunKeys(HERE).of(new AblationRun("ssm", base)),
                key(HERE, base.toBuilder().seed(1).build()),
                key(HERE, base.toBuilder().lr(2e-3).build()),
                key(HERE, base.toBuilder().mixer("identity").build()),
                key(new Environment("1.1", HERE.kernels(), HERE.java(), HERE.cores()), base),
                key(new Environment(HERE.library(), "plain", HERE.java(), HERE.cores()), base));
        assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("[0-9a-f]{64}"));
    }

    @Test
    void whatDecidesNothingLeavesTheKey() {
        TrainingConfig base = TrainingConfig.builder().build();
        TrainingConfig elsewhere =
                base.toBuilder().threads(3).logEvery(7).output("elsewhere").build();
        assertThat(key(new Environment(HERE.library(), HERE.kernels(), "25", 64), elsewhere))
                .isEqualTo(key(HERE, base));
    }

    @Test
    void dataCountByTheirContentNotByTheirPlace() throws IOException {
        pictures(folder.resolve("one"), 0x102030);
        pictures(folder.resolve("moved"), 0x102030);
        pictures(folder.resolve("other"), 0x102031);
        assertThat(ofFolder(folder.resolve("moved"))).isEqualTo(ofFolder(folder.resolve("one")));
        assertThat(ofFolder(folder.resolve("other"))).isNotEqualTo(ofFolder(folder.resolve("one")));
        Files.move(folder.resolve("moved/val/a/1.png"), folder.resolve("moved/val/a/2.png"));
        assertThat(ofFolder(folder.resolve("moved"))).isNotEqualTo(ofFolder(folder.resolve("one")));
    }

    @Test
    void drawnDataCountByTheirSettingsHoweverTheyAreWritten() {
        assertThat(Stream.of("pathfinder:64", "pathfinder:64,distractors=2,dashes=9", "pathfinder:64,dashes=8")
                        .map(data ->
                                key(HERE, TrainingConfig.builder().data(data).build()))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void weightsToStartFromCountByTheirContent() throws IOException {
        Path first = Files.writeString(folder.resolve("a.safetensors"), "weights");
        Path copy = Files.writeString(folder.resolve("b.safetensors"), "weights");
        Path other = Files.writeString(folder.resolve("c.safetensors"), "others!");
        TrainingConfig base = TrainingConfig.builder().build();
        String key = key(HERE, base.toBuilder().weights(first.toString()).build());
        assertThat(key(HERE, base.toBuilder().weights(copy.toString()).build())).isEqualTo(key);
        assertThat(key(HERE, base.toBuilder().weights(other.toString()).build()))
                .isNotEqualTo(key);
        assertThat(key(HERE, base)).isNotEqualTo(key);
    }

    @Test
    void aVersionThatStillChangesIsToldApartByItsCode() {
        assertThat(Environment.here().library()).matches("(development|.*-SNAPSHOT) [0-9a-f]{12}|[0-9.]+");
        assertThat(Environment.here().library()).isEqualTo(Environment.here().library());
    }
}
