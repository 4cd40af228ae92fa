package io.github.mambaout.weights;

import io.github.mambaout.model.MambaOutConfig;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What model a file holds, and what that was told from. What the file says of itself counts most, then the name that is
 * given, then its parameters: they show a published model, or else every size of another one.
 *
 * @param metadata of the model
 * @param basis for people: what it was told from
 * @param assumption for people: what could not be told from anything; empty if nothing was assumed
 */
record Recognition(ModelMetadata metadata, String basis, Optional<String> assumption) {
    /** A file of the Hugging Face cache is {@code models--timm--NAME/snapshots/REVISION/model.safetensors}. */
    private static final int FOLDERS_THAT_MAY_TELL = 3;

    private Recognition(ModelMetadata metadata, String basis) {
        this(metadata, basis, Optional.empty());
    }

    /**
     * @param file a weight file
     * @param options the name of its model, if it is known
     * @return what it holds
     * @throws WeightFileException if that can't be told, or if what the file says of itself is not so
     */
    static Recognition of(NamedWeights file, LoadOptions options) {
        try {
            if (ModelMetadata.isIn(file.file().metadata())) {
                return stated(file, options);
            }
            return options.model().isPresent() ? named(file, options.model().get()) : seen(file);
        } catch (IllegalArgumentException e) {
            throw new WeightFileException(
                    file.path(), "no model can be made of its parameters: " + e.getMessage() + ".", e);
        }
    }

    private static Recognition stated(NamedWeights file, LoadOptions options) {
        ModelMetadata stored = ModelMetadata.parse(file.path(), file.file().metadata());
        Architecture said = Architecture.of(stored.config());
        Optional<Architecture> found = Architecture.of(file.shapes());
        // Before a network is built, as sizes that a damaged file claims may not fit the memory.
        if (found.isPresent() && !found.get().equals(said)) {
            throw new WeightFileException(
                    file.path(),
                    "its metadata says that it holds " + said.describe() + " with " + said.numClasses()
                            + " classes, but its parameters are those of "
                            + found.get().describe() + " with "
                            + found.get().numClasses()
                            + ". The file is damaged; save it again.");
        }
        return options.model()
                .map(name -> new Recognition(
                        stored.withConfig(PublishedWeights.named(name).config().toBuilder()
                                .numClasses(stored.config().numClasses())
                                .inChans(stored.config().inChans())
                                .imgHeight(stored.config().imgHeight())
                                .imgWidth(stored.config().imgWidth())
                                .build()),
                        "the name that was given; the rest from what the file says of itself"))
                .orElseGet(() -> new Recognition(stored, "what the file says of itself"));
    }

    private static Recognition named(NamedWeights file, String name) {
        PublishedWeights asked = PublishedWeights.named(name);
        MambaOutConfig config = Architecture.of(file.shapes())
                .map(found -> found.withEndsOf(asked.config()))
                .orElse(asked.config());
        boolean tagGiven = asked.name().equals(name);
        PublishedWeights weights =
                tagGiven ? asked : PublishedWeights.fitting(config).orElse(asked);
        return new Recognition(published(weights, config), "the name that was given; pictures as of " + weights);
    }

    private static Recognition seen(NamedWeights file) {
        Architecture found = Architecture.of(file.shapes())
                .orElseThrow(() -> new WeightFileException(
                        file.path(),
                        "holds no MambaOut that can be recognised: parameter "
                                + Architecture.missing(file.shapes()).orElse("")
                                + " is missing. Use a file with all parameters, or one that says what it holds"
                                + " (saved by this library)."));
        return found.published()
                .map(config -> likelyWeights(file.path(), config))
                .orElseGet(() -> unpublished(file.path(), found));
    }

    private static Recognition likelyWeights(Path path, MambaOutConfig config) {
        Optional<PublishedWeights> inName = inNames(path, 0, 0, config.name());
        Optional<HubConfig> beside = HubConfig.beside(path)
                .filter(hub -> inName.isEmpty()
                        && hub.architecture().equals(config.name())
                        && hub.preprocessing().channels() == config.inChans());
        Optional<PublishedWeights> inPath = inName.or(() -> inNames(path, 1, FOLDERS_THAT_MAY_TELL, config.name()));
        PublishedWeights weights = inPath.or(() -> PublishedWeights.fitting(config))
                .orElseGet(() -> PublishedWeights.named(config.name()));
        ModelMetadata metadata = published(weights, config);
        return beside.map(hub -> new Recognition(
                        hub.applyTo(metadata), "its parameters; pictures as in " + HubConfig.NAME + " beside it"))
                .orElseGet(() -> new Recognition(
                        metadata,
                        "its parameters; pictures as of " + weights
                                + (inPath.isPresent() ? ", named in its path" : "")));
    }

    /**
     * Weights of a model whose full name is in the file's name (level 0) or in that of a folder above it (level 1 and up);
     * the first level that has one counts.
     */
    private static Optional<PublishedWeights> inNames(Path path, int firstLevel, int lastLevel, String model) {
        return Stream.iterate(Optional.of(path.toAbsolutePath()), Optional::isPresent, at -> at.map(Path::getParent))
                .limit(1 + lastLevel)
                .skip(firstLevel)
                .flatMap(at -> at.map(Path::getFileName).map(Path::toString).stream())
                .flatMap(name -> PublishedWeights.all().stream()
                        .filter(weights -> weights.model().equals(model) && name.contains(weights.name()))
                        .max(Comparator.comparingInt(weights -> weights.name().length()))
                        .stream())
                .findFirst();
    }

    private static ModelMetadata published(PublishedWeights weights, MambaOutConfig sizes) {
        MambaOutConfig config = weights.config().toBuilder()
                .numClasses(sizes.numClasses())
                .inChans(sizes.inChans())
                .build();
        ModelMetadata plain = ModelMetadata.of(config);
        return new ModelMetadata(
                config,
                config.numClasses() == weights.numClasses() ? weights.classNames() : plain.classNames(),
                config.inChans() == weights.config().inChans() ? weights.preprocessing() : plain.preprocessing(),
                plain.provenance());
    }

    private static Recognition unpublished(Path path, Architecture found) {
        MambaOutConfig config = found.inferred()
                .orElseThrow(() -> new WeightFileException(
                        path,
                        "the widths of its blocks, " + found.hidden() + " hidden and " + found.mixed()
                                + " convolved channels, are not the same multiple of its stages' channels "
                                + found.dims() + ". Was it made by another network?"));
        String activation = config.actLayer().name();
        return new Recognition(
                ModelMetadata.of(config),
                "its parameters, which are those of no published model",
                config.headFn() == MambaOutConfig.HeadKind.NORM_MLP
                        ? Optional.of("the activation of its gates does not show in its parameters; " + activation
                                + " is assumed. If it is another one, give the network's configuration in Java.")
                        : Optional.empty());
    }
}
