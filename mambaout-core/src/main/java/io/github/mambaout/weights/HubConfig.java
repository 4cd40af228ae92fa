package io.github.mambaout.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code config.json} that timm puts beside the weights of a model on the Hugging Face hub.
 *
 * @param architecture timm's name of the model
 * @param preprocessing how pictures become inputs
 * @param labelNames the classes' names in the order of the logits; empty if there are none
 */
record HubConfig(String architecture, Preprocessing preprocessing, List<String> labelNames) {
    static final String NAME = "config.json";

    /** Places in {@code input_size}, behind the channels. */
    private static final int HEIGHT = 1;

    private static final int WIDTH = 2;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** With the names of 22,000 classes it is a tenth of this. */
    private static final long LARGEST = 10_000_000;

    /** Copies the names. */
    HubConfig {
        labelNames = List.copyOf(labelNames);
    }

    /**
     * @param weights a weight file
     * @return what is said beside it; empty if there is no such file, or if it is of another kind or can't be understood
     */
    static Optional<HubConfig> beside(Path weights) {
        Path path = weights.resolveSibling(NAME);
        try {
            if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
                return Optional.empty();
            }
            JsonNode root = JSON.readTree(Files.readAllBytes(path));
            return root.path("architecture").isTextual()
                            && root.path("pretrained_cfg").isObject()
                    ? Optional.of(parse(root))
                    : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // Jackson says on further lines where in its source, which is no help in a file of a few lines.
            log().warn(
                            "{} is left out of account: {}",
                            path,
                            e.getMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            log().warn("{} is left out of account, as it can't be read ({})", path, e.toString());
        }
        return Optional.empty();
    }

    private static Logger log() {
        return LoggerFactory.getLogger(HubConfig.class);
    }

    /**
     * @param metadata of the model beside which this lies
     * @return the metadata with this preprocessing, and with these labels if there are as many as classes
     */
    ModelMetadata applyTo(ModelMetadata metadata) {
        return new ModelMetadata(
                metadata.config().toBuilder()
                        .imgHeight(preprocessing.height())
                        .imgWidth(preprocessing.width())
                        .build(),
                labelNames.size() == metadata.config().numClasses() ? labelNames : metadata.classNames(),
                preprocessing,
                metadata.provenance());
    }

    private static HubConfig parse(JsonNode root) {
        JsonNode pretrained = root.get("pretrained_cfg");
        JsonNode size = pretrained.path("input_size");
        Preprocessing preprocessing = new Preprocessing(
                size.path(HEIGHT).asInt(),
                size.path(WIDTH).asInt(),
                pretrained.path("crop_pct").asDouble(1),
                JSON.convertValue(pretrained.path("crop_mode").asText("center"), CropMode.class),
                JSON.convertValue(pretrained.path("interpolation").asText("bicubic"), Interpolation.class),
                true,
                numbers(pretrained, "mean"),
                numbers(pretrained, "std"));
        List<String> labels = new ArrayList<>();
        root.path("label_names").forEach(label -> labels.add(label.asText()));
        return new HubConfig(root.get("architecture").textValue(), preprocessing, labels);
    }

    private static List<Double> numbers(JsonNode node, String key) {
        List<Double> numbers = new ArrayList<>();
        node.path(key).forEach(number -> numbers.add(number.asDouble()));
        return numbers;
    }
}
