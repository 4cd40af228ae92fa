package io.github.mambaout.train.cli;

import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.SavedModel;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * The options of every command that reads a saved model: a mixin where it needs one, an argument group where it may be left
 * out.
 */
final class WeightOptions extends LoadingOptions {
    @Option(
            names = "--weights",
            paramLabel = "FILE",
            required = true,
            description =
                    "The model: a safetensors file, or a PyTorch checkpoint (.pth, .pt, .bin), by whomever it was saved.")
    private Path file;

    /** @return the weight file */
    Path file() {
        return file;
    }

    /** @return the model, with what the file says about it */
    SavedModel load() {
        return ModelFile.load(file, loadOptions());
    }
}
