package io.github.mambaout.weights;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.layer.NearNames;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of published weights: one record for every tag that timm registers ({@code
 * mambaout_base_plus_rw.sw_e150_in12k_ft_in1k}, …). The weights themselves are not part of this library.
 *
 * @param model the model's name in the {@link ModelZoo}
 * @param tag what tells these weights from others of the model; empty for the test model, which has no published ones
 * @param trainedOn the data sets, in the order of training; empty if unknown
 * @param numClasses number of classes
 * @param classes what the classes are; empty if unknown
 * @param atInputSize the size that the model is made for
 * @param atTestSize the size that its publisher evaluates it at as well, often a larger one; the same if there is no other
 * @param hfHubId where the weights are on the Hugging Face hub; empty if they are not published
 * @param licence the weights' licence, as an SPDX identifier
 */
public record PublishedWeights(
        String model,
        String tag,
        List<String> trainedOn,
        int numClasses,
        Optional<ImageNetClasses> classes,
        Evaluation atInputSize,
        Evaluation atTestSize,
        Optional<String> hfHubId,
        String licence) {

    /**
     * How the weights are evaluated at one size, and with what result.
     *
     * @param preprocessing how pictures become inputs
     * @param accuracy what was published for it; empty if nothing was
     */
    public record Evaluation(Preprocessing preprocessing, Optional<Accuracy> accuracy) {}

    /**
     * On ImageNet-1k's validation set.
     *
     * @param top1 share of pictures whose likeliest class is right, in percent
     * @param top5 share of pictures whose class is among the five likeliest, in percent
     */
    public record Accuracy(double top1, double top5) {}

    private static final class Known {
        private static final List<PublishedWeights> ALL = PublishedWeightsResource.read();
    }

    /** Checks that the parts fit one another. */
    public PublishedWeights {
        trainedOn = List.copyOf(trainedOn);
        if (classes.isPresent() && classes.get().count() != numClasses) {
            throw new IllegalArgumentException("Published weights " + model + "." + tag + " have " + numClasses
                    + " classes, but " + classes.get() + " has " + classes.get().count());
        }
    }

    /** @return all of them: the smallest model first, and each model's default first */
    public static List<PublishedWeights> all() {
        return Known.ALL;
    }

    /**
     * @param nameOrTag a full name ({@code mambaout_femto.in1k}), or a model's name for its default weights
     * @return what is known of these weights
     * @throws IllegalArgumentException if there are none of this name; the message suggests near names
     */
    public static PublishedWeights named(String nameOrTag) {
        return all().stream()
                .filter(weights -> weights.name().equals(nameOrTag) || weights.model.equals(nameOrTag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There are no published weights named '" + nameOrTag + "'. Did you mean "
                                + String.join(", ", NearNames.of(nameOrTag, allNames()))
                                + "? `./mambaout models` lists all."));
    }

    private static List<String> allNames() {
        return Stream.concat(ModelZoo.names().stream(), all().stream().map(PublishedWeights::name))
                .distinct()
                .toList();
    }

    /**
     * Looks for weights that a network may hold.
     *
     * @param config a network
     * @return the first weights of its model with as many classes, for pictures of as many channels
     */
    public static Optional<PublishedWeights> fitting(MambaOutConfig config) {
        return all().stream()
                .filter(weights -> weights.model.equals(config.name())
                        && weights.numClasses == config.numClasses()
                        && weights.config().inChans() == config.inChans())
                .findFirst();
    }

    /** @return timm's full name, {@code MODEL.TAG} */
    public String name() {
        return tag.isEmpty() ? model : model + "." + tag;
    }

    /** @return the network that the weights belong to, with their classes and input size */
    public MambaOutConfig config() {
        return ModelZoo.config(model).toBuilder()
                .numClasses(numClasses)
                .imgHeight(preprocessing().height())
                .imgWidth(preprocessing().width())
                .build();
    }

    /** @return how pictures become inputs of the size that the model is made for */
    public Preprocessing preprocessing() {
        return atInputSize.preprocessing();
    }

    /** @return how pictures become inputs of the size for evaluation */
    public Preprocessing preprocessingAtTestSize() {
        return atTestSize.preprocessing();
    }

    /** @return the classes' names in the order of the logits; empty if unknown */
    public List<String> classNames() {
        return classes.map(ImageNetClasses::names).orElseGet(List::of);
    }

    @Override
    public String toString() {
        return name();
    }
}
