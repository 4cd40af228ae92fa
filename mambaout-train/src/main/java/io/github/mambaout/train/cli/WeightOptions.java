package io.github.mambaout.train.cli;

import io.github.mambaout.weights.LoadOptions;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.SavedModel;
import io.github.mambaout.weights.WeightSet;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options of every command that reads a saved model: a mixin where it needs one, an argument group where it may be left
 * out.
 */
final class WeightOptions {
    @Option(names = "--weights", paramLabel = "FILE", required = true, description = "The saved model.")
    private Path file;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            converter = ModelName.class,
            description = "The published model that the weights belong to; needed only if the file doesn't tell.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--ema",
            description = "Take the averaged weights of a training checkpoint, not those of its last step.")
    private boolean averaged;

    /** @return the weight file */
    Path file() {
        return file;
    }

    /** @return how the weight file is to be read */
    LoadOptions loadOptions() {
        return new LoadOptions(model, averaged ? WeightSet.AVERAGED : WeightSet.TRAINED);
    }

    /** @return the model, with what the file says about it */
    SavedModel load() {
        return ModelFile.load(file, loadOptions());
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
