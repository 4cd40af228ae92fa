package io.github.mambaout.train.cli;

import io.github.mambaout.weights.LoadOptions;
import io.github.mambaout.weights.WeightSet;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how a weight file is to be read. */
class LoadingOptions {
    @Option(
            names = "--model",
            paramLabel = "NAME",
            converter = ModelName.class,
            description =
                    "The published model or weights that the file holds (mambaout models lists them); needed only if"
                            + " neither the file nor its name tells which pictures and classes its weights are for.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--ema",
            description = "Take the averaged weights of a training checkpoint, not those of its last step.")
    private boolean averaged;

    /** @return how the weight file is to be read */
    final LoadOptions loadOptions() {
        return new LoadOptions(model, averaged ? WeightSet.AVERAGED : WeightSet.TRAINED);
    }

    /** Refuses names that no published model has while the command line is read. */
    static final class ModelName implements ITypeConverter<String> {
        @Override
        public String convert(String name) {
            try {
                return LoadOptions.defaults().withModel(name).model().orElseThrow();
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
