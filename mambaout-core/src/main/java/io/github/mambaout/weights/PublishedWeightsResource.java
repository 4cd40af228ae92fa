package io.github.mambaout.weights;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Reads {@value #NAME}, whose keys are timm's where timm has one; what an entry leaves out is unknown. */
final class PublishedWeightsResource {
    private static final String NAME = "published-weights.json";

    private PublishedWeightsResource() {}

    static List<PublishedWeights> read() {
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        try (InputStream resource = PublishedWeightsResource.class.getResourceAsStream(NAME)) {
            return json.readValue(resource, Content.class).weights.stream()
                    .map(Entry::toWeights)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The library's resource " + NAME + " can't be read", e);
        }
    }

    private record Content(String source, List<Entry> weights) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Entry(
            String model,
            String tag,
            List<String> trainedOn,
            int numClasses,
            ImageNetClasses classNames,
            Size atInputSize,
            Size atTestSize,
            Interpolation interpolation,
            List<Double> mean,
            List<Double> std,
            String hfHubId,
            String licence) {

        private PublishedWeights toWeights() {
            return new PublishedWeights(
                    model,
                    tag == null ? "" : tag,
                    trainedOn == null ? List.of() : trainedOn,
                    numClasses,
                    Optional.ofNullable(classNames),
                    evaluation(atInputSize),
                    evaluation(atTestSize),
                    Optional.ofNullable(hfHubId),
                    licence);
        }

        private PublishedWeights.Evaluation evaluation(Size at) {
            Preprocessing preprocessing =
                    new Preprocessing(at.size, at.size, at.cropFraction, at.cropMode, interpolation, true, mean, std);
            return new PublishedWeights.Evaluation(
                    preprocessing,
                    at.top1 == null ? Optional.empty() : Optional.of(new PublishedWeights.Accuracy(at.top1, at.top5)));
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Size(int size, double cropFraction, CropMode cropMode, Double top1, Double top5) {}
}
