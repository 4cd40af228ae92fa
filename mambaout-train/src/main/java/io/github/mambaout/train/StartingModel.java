package io.github.mambaout.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.settings.NetworkSettings;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import io.github.mambaout.weights.SavedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a run begins with: a new network or one from a file, made for the data's classes and pictures. */
final class StartingModel {
    /** The option of a file's origin that names the kernels, which decide about the last bits. */
    static final String PROVIDER = "provider";

    private static final String DEFAULT_MODEL = "mambaout_femto";
    private static final ObjectMapper JSON = new ObjectMapper();

    private StartingModel() {}

    /**
     * @param config of the run
     * @param data of the run
     * @param provider name of the kernels, which decide about the last bits
     * @return the network, and what will be saved beside its weights
     */
    static SavedModel of(TrainingConfig config, DataSource data, String provider) {
        Optional<StartingWeights> given = StartingWeights.of(config);
        Preprocessing preprocessing = preprocessing(config, data, given);
        MambaOutConfig model = network(config, data, given, preprocessing);
        List<String> classes = data.training().classes();
        MambaOut network = given.map(
                        weights -> weights.load(model, classes, config.run().seed()))
                .orElseGet(() -> MambaOut.create(model, config.run().seed()));
        return new SavedModel(network, new ModelMetadata(model, classes, preprocessing, provenance(config, provider)));
    }

    /**
     * @param config of the run
     * @param data of the run
     * @return the network that the run trains, without its weights
     */
    static MambaOutConfig network(TrainingConfig config, DataSource data) {
        Optional<StartingWeights> given = StartingWeights.of(config);
        return network(config, data, given, preprocessing(config, data, given));
    }

    private static MambaOutConfig network(
            TrainingConfig config, DataSource data, Optional<StartingWeights> given, Preprocessing preprocessing) {
        MambaOutConfig shape = shape(config, given);
        MambaOutConfig model = shape.toBuilder()
                .numClasses(data.training().classes().size())
                .imgHeight(preprocessing.height())
                .imgWidth(preprocessing.width())
                .dropPathRate(config.network().dropPath())
                .dropRate(
                        config.network().drop() == 0
                                ? shape.dropRate()
                                : config.network().drop())
                .tokenMixer(
                        config.network().mixer().isEmpty()
                                ? shape.tokenMixer()
                                : config.network().mixer())
                .build();
        model.requireClassifier();
        return model;
    }

    private static Preprocessing preprocessing(
            TrainingConfig config, DataSource data, Optional<StartingWeights> given) {
        Preprocessing suited =
                given.map(weights -> weights.metadata().preprocessing()).orElseGet(data::preprocessing);
        int size = config.network().imgSize();
        return config.evaluation().over(size == 0 ? suited : suited.withSize(size, size));
    }

    /** The model that is named, with whatever the run has of its own. */
    private static MambaOutConfig shape(TrainingConfig config, Optional<StartingWeights> given) {
        MambaOutConfig named = named(config, given);
        NetworkSettings asked = config.network();
        MambaOutConfig changed = withOptions(named, asked.modelOptions()).toBuilder()
                .depths(asked.depths().isEmpty() ? named.depths() : asked.depths())
                .dims(asked.dims().isEmpty() ? named.dims() : asked.dims())
                .build();
        return changed.equals(named)
                ? named
                : changed.toBuilder().name("custom").build();
    }

    private static MambaOutConfig named(TrainingConfig config, Optional<StartingWeights> given) {
        if (!config.network().model().isEmpty()) {
            return ModelZoo.config(config.network().model());
        }
        return given.map(weights -> weights.metadata().config()).orElseGet(() -> ModelZoo.config(DEFAULT_MODEL));
    }

    private static MambaOutConfig withOptions(MambaOutConfig named, Map<String, String> options) {
        if (options.isEmpty()) {
            return named;
        }
        ObjectNode tree = JSON.valueToTree(named);
        options.forEach(tree::put);
        try {
            return JSON.treeToValue(tree, MambaOutConfig.class);
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    "model-options: a model has no property '" + e.getPropertyName() + "'; it has "
                            + String.join(", ", properties(named)),
                    e);
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException("model-options: " + e.getCause().getMessage(), e);
        } catch (JsonMappingException e) {
            String property =
                    e.getPath().isEmpty() ? "a property" : e.getPath().get(0).getFieldName();
            throw new IllegalArgumentException(
                    "model-options: " + property + " cannot be '" + options.get(property) + "'" + allowed(e), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("model-options: " + e.getOriginalMessage(), e);
        }
    }

    /** @return which values a choice has; nothing where it is no choice */
    private static String allowed(JsonMappingException refused) {
        if (!(refused instanceof InvalidFormatException format)
                || !format.getTargetType().isEnum()) {
            return "";
        }
        return Arrays.stream(format.getTargetType().getEnumConstants())
                .map(choice -> "'" + JSON.convertValue(choice, String.class) + "'")
                .collect(Collectors.joining(", ", "; it can be ", ""));
    }

    private static Set<String> properties(MambaOutConfig named) {
        Set<String> properties = new TreeSet<>();
        JSON.valueToTree(named).fieldNames().forEachRemaining(properties::add);
        return properties;
    }

    private static Provenance provenance(TrainingConfig config, String provider) {
        // Without what has no effect, so that files of equal runs are equal.
        Map<String, String> options = TrainingConfigFile.deciding(config);
        options.put(PROVIDER, provider);
        return Provenance.here(config.data().source(), options, config.run().seed());
    }
}
