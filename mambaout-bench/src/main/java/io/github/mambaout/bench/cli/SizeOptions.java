package io.github.mambaout.bench.cli;

import io.github.mambaout.model.MambaOutConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How a network differs in size from the model that it begins with; the names are those of {@code mambaout train}. */
final class SizeOptions {
    @Option(
            names = "--img-size",
            paramLabel = "PIXELS",
            description = "Height and width of the pictures (default: the model's, 224 for most).")
    private Optional<Integer> imgSize;

    @Option(
            names = "--depths",
            paramLabel = "N",
            split = ",",
            description = "Blocks of each stage instead of the model's, for example 2,2,2.")
    private List<Integer> depths = List.of();

    @Option(
            names = "--dims",
            paramLabel = "N",
            split = ",",
            description = "Channels of each stage instead of the model's, for example 32,64,128.")
    private List<Integer> dims = List.of();

    @Option(names = "--num-classes", paramLabel = "N", description = "Classes instead of the model's.")
    private Optional<Integer> numClasses;

    /** Made by picocli. */
    private SizeOptions() {}

    /**
     * @param model where to begin
     * @return the network of the chosen size; with stages of one's own it is called by them
     * @throws IllegalArgumentException if the sizes don't fit one another
     */
    MambaOutConfig applied(MambaOutConfig model) {
        MambaOutConfig.Builder builder = model.toBuilder();
        imgSize.ifPresent(builder::imgSize);
        numClasses.ifPresent(builder::numClasses);
        if (!depths.isEmpty()) {
            builder.depths(depths);
        }
        if (!dims.isEmpty()) {
            builder.dims(dims);
        }
        MambaOutConfig sized = builder.build();
        boolean own = !sized.depths().equals(model.depths()) || !sized.dims().equals(model.dims());
        return own
                ? builder.name(joined(sized.depths()) + " x " + joined(sized.dims()))
                        .build()
                : sized;
    }

    private static String joined(List<Integer> stages) {
        return stages.stream().map(Object::toString).collect(Collectors.joining("-"));
    }
}
