package io.github.mambaout.train.cli;

import io.github.mambaout.image.PngPicture;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.layer.NearNames;
import io.github.mambaout.predict.Explanation;
import io.github.mambaout.predict.GradCam;
import io.github.mambaout.predict.PredictorOptions;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mambaout explain}. */
@Command(
        name = "explain",
        description = {
            "Shows where in a picture a model finds the evidence for a class (Grad-CAM on the last stage), as a PNG file.",
            "On its left is what the network saw: the picture resized and cut. On its right the same in grey, under colours"
                    + " from black (nothing speaks for the class) over purple and orange to light yellow (most does)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout explain --weights runs/pets/best.safetensors photo.jpg",
            "  mambaout explain --weights runs/pets/best.safetensors photo.jpg --class beagle --output why-beagle.png"
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private WeightOptions weights;

    @Mixin
    private PictureOptions reading;

    @Parameters(paramLabel = "PICTURE", description = "A picture.")
    private Path picture;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "Name or number (from 0) of the class to explain (default: the likeliest).")
    private Optional<String> asked = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The PNG file to write (default: NAME-explained.png in this folder).")
    private Optional<Path> output = Optional.empty();

    @Override
    public Integer call() throws IOException {
        PredictorOptions options =
                PredictorOptions.defaults().withReader(reading.reader()).withWarmUp(KernelWarmUp.shared());
        Path place = output.orElseGet(this::ordinaryOutput);
        try (ResultFile file = ResultFile.open(place)) {
            SavedModel saved = weights.load();
            OptionalInt index = asked.map(name -> OptionalInt.of(indexOf(name, saved.metadata())))
                    .orElse(OptionalInt.empty());
            try (GradCam gradCam = GradCam.of(saved, Compute.shared(), options)) {
                Explanation explanation =
                        index.isPresent() ? gradCam.explain(picture, index.getAsInt()) : gradCam.explain(picture);
                ByteBuffer png = ByteBuffer.wrap(PngPicture.encode(explanation.overlay()));
                while (png.hasRemaining()) {
                    file.channel().write(png);
                }
                file.complete();
                print(explanation, place);
            }
        }
        return 0;
    }

    private Path ordinaryOutput() {
        String name = String.valueOf(picture.getFileName());
        int dot = name.lastIndexOf('.');
        return Path.of((dot > 0 ? name.substring(0, dot) : name) + "-explained.png");
    }

    /** A class by its name, by one of the words of its name (ImageNet's are lists of synonyms), or by its number. */
    private int indexOf(String name, ModelMetadata metadata) {
        List<String> names = metadata.classNames();
        int classes = metadata.config().numClasses();
        OptionalInt whole = first(names, known -> known.equalsIgnoreCase(name.strip()));
        OptionalInt word = whole.isPresent()
                ? whole
                : first(
                        names,
                        known -> List.of(known.split(",\\s*")).stream()
                                .anyMatch(part -> part.equalsIgnoreCase(name.strip())));
        if (word.isPresent()) {
            return word.getAsInt();
        }
        if (name.strip().matches("[0-9]{1,9}") && Integer.parseInt(name.strip()) < classes) {
            return Integer.parseInt(name.strip());
        }
        throw new ParameterException(
                spec.commandLine(),
                "The model has no class '" + name + "'. "
                        + (names.isEmpty() ? "" : "Did you mean '" + String.join("', '", near(name, names)) + "'? ")
                        + "Its classes have the numbers 0 to " + (classes - 1));
    }

    private static List<String> near(String name, List<String> names) {
        List<String> words = names.stream()
                .flatMap(known -> List.of(known.split(",\\s*")).stream())
                .distinct()
                .toList();
        return NearNames.of(name, words);
    }

    private static OptionalInt first(List<String> names, java.util.function.Predicate<String> fits) {
        return IntStream.range(0, names.size())
                .filter(i -> fits.test(names.get(i)))
                .findFirst();
    }

    private void print(Explanation explanation, Path place) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(picture + ": " + explanation.classification().best());
        out.println("Explained: " + explanation.explained() + ", in " + place);
        if (explanation.heat().isEmpty()) {
            out.println("Nothing in the picture speaks for this class, so there is no colour.");
        }
        out.flush();
    }
}
