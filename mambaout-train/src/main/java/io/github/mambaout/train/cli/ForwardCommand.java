package io.github.mambaout.train.cli;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.SafetensorsFile;
import io.github.mambaout.weights.SafetensorsWriter;
import io.github.mambaout.weights.WeightFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mambaout forward}: tensors in, tensors out, to compare with other implementations. */
@Command(
        name = "forward",
        description = {
            "Runs a model on tensors and saves what it computes, to compare with other implementations.",
            "The input file holds 'input' as [N, C, H, W], PyTorch's order. The output file gets 'logits' [N, classes],"
                    + " 'pre_logits' [N, features] and 'stage0', 'stage1', ... as [N, H, W, C]."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout forward --weights femto.safetensors --input x.safetensors --output y.safetensors",
            "  mambaout forward --model mambaout_tiny --weights W --input X --output Y --provider plain"
        })
final class ForwardCommand implements Callable<Integer> {
    private static final String INPUT = "input";
    /** Pictures that go through the network together: their maps stay in the memory of an ordinary machine. */
    private static final int CHUNK = 8;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private WeightOptions weights;

    @Option(names = "--input", paramLabel = "FILE", required = true, description = "The input, as safetensors.")
    private Path input;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "Where the results go.")
    private Path output;

    @Override
    public Integer call() {
        Tensor pictures = readPictures();
        MambaOut network = weights.load().model();
        SafetensorsWriter writer = new SafetensorsWriter();
        forward(network, pictures).forEach(writer::tensor);
        writer.write(output);
        return 0;
    }

    private Tensor readPictures() {
        try (SafetensorsFile file = SafetensorsFile.open(input)) {
            if (!file.tensors().containsKey(INPUT)) {
                throw new WeightFileException(
                        input,
                        "has no tensor '" + INPUT + "' [N, C, H, W], but "
                                + file.tensors().keySet() + ".");
            }
            Tensor channelsFirst = file.tensor(INPUT);
            if (channelsFirst.shape().rank() != 4 || channelsFirst.shape().elements() == 0) {
                throw new WeightFileException(
                        input, "'" + INPUT + "' is " + channelsFirst.shape() + ", but pictures are [N, C, H, W].");
            }
            return channelsLast(channelsFirst);
        }
    }

    private static Tensor channelsLast(Tensor pictures) {
        Shape shape = pictures.shape();
        int channels = shape.size(1);
        int pixels = shape.size(2) * shape.size(3);
        Tensor turned = Tensor.zeros(Shape.of(shape.size(0), shape.size(2), shape.size(3), channels));
        for (int n = 0; n < shape.size(0); n++) {
            int start = n * channels * pixels;
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < pixels; i++) {
                    turned.data().put(start + i * channels + c, pictures.get(start + c * pixels + i));
                }
            }
        }
        return turned;
    }

    private static Map<String, Tensor> forward(MambaOut network, Tensor pictures) {
        Map<String, Tensor> results = new LinkedHashMap<>();
        int all = pictures.shape().size(0);
        for (int start = 0; start < all; start += CHUNK) {
            Tensor chunk = rows(pictures, start, Math.min(CHUNK, all - start));
            try (Execution execution = Execution.on(Compute.shared())) {
                List<Tensor> maps = network.featureMaps(chunk, execution);
                Tensor last = maps.get(maps.size() - 1);
                keep(results, "logits", network.forwardHead(last, execution), start, all);
                keep(results, "pre_logits", network.preLogits(last, execution), start, all);
                for (int stage = 0; stage < maps.size(); stage++) {
                    keep(results, "stage" + stage, maps.get(stage), start, all);
                }
            }
        }
        return results;
    }

    private static void keep(Map<String, Tensor> results, String name, Tensor part, int start, int all) {
        Tensor whole = results.computeIfAbsent(name, key -> Tensor.zeros(withRows(part.shape(), all)));
        rows(whole, start, part.shape().size(0)).copyFrom(part);
    }

    private static Tensor rows(Tensor tensor, int start, int count) {
        int elements = tensor.shape().elements() / tensor.shape().size(0);
        return tensor.slice(start * elements, withRows(tensor.shape(), count));
    }

    private static Shape withRows(Shape shape, int rows) {
        int[] sizes = shape.sizes();
        sizes[0] = rows;
        return Shape.of(sizes);
    }
}
