package io.github.mambaout.model;

import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a network is made of, for one input shape.
 *
 * @param input shape of the input
 * @param lines its layers from the first to the last, composites before their parts
 * @param parameters number of learned values
 * @param multiplyAdds multiply-adds of convolutions and linear maps for the whole input
 */
public record ModelSummary(Shape input, List<Line> lines, long parameters, long multiplyAdds) {

    /**
     * One layer.
     *
     * @param depth how deep it is nested, 0 for the network's own parts
     * @param name full name
     * @param layer what it is
     * @param output shape of its output
     * @param parameters number of its learned values
     * @param multiplyAdds its multiply-adds
     */
    public record Line(int depth, String name, String layer, Shape output, long parameters, long multiplyAdds) {}

    /** Copies the lines. */
    public ModelSummary {
        lines = List.copyOf(lines);
    }

    /**
     * Counts without making weights: it costs milliseconds and hardly any memory, whatever the size of the network.
     *
     * @param config a network
     * @param input shape of an input, {@code [N, H, W, inChans]}
     * @return the network's layers with shapes, parameters and multiply-adds
     */
    public static ModelSummary of(MambaOutConfig config, Shape input) {
        return new MambaOut(config).summary(input);
    }

    /**
     * Follows a shape through a chain of layers.
     *
     * @param parts the layers, each of which takes the output of the one before
     * @param input shape of the first one's input
     * @return their summary
     */
    static ModelSummary of(List<Layer.Part> parts, Shape input) {
        List<Line> lines = new ArrayList<>();
        Shape shape = input;
        for (Layer.Part part : parts) {
            shape = add(lines, 0, part, shape);
        }
        List<Line> top = lines.stream().filter(line -> line.depth == 0).toList();
        return new ModelSummary(
                input,
                lines,
                top.stream().mapToLong(Line::parameters).sum(),
                top.stream().mapToLong(Line::multiplyAdds).sum());
    }

    private static Shape add(List<Line> lines, int depth, Layer.Part part, Shape input) {
        Layer layer = part.layer();
        Shape output = layer.outputShape(input);
        lines.add(new Line(
                depth, part.name(), layer.toString(), output, layer.parameters().count(), layer.multiplyAdds(input)));
        if (layer instanceof Sequential stage) {
            Shape shape = input;
            for (Layer.Part inner : stage.parts()) {
                shape = add(lines, depth + 1, new Layer.Part(part.name() + "." + inner.name(), inner.layer()), shape);
            }
        }
        return output;
    }

    /** @return a table: layer, output, parameters, multiply-adds; then the sums */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        String format = "%-34s %-44s %-20s %12s %16s%n";
        table.append(String.format(Locale.ROOT, format, "name", "layer", "output", "parameters", "multiply-adds"));
        for (Line line : lines) {
            table.append(String.format(
                    Locale.ROOT,
                    format,
                    "  ".repeat(line.depth) + line.name,
                    line.layer,
                    line.output,
                    String.format(Locale.ROOT, "%,d", line.parameters),
                    String.format(Locale.ROOT, "%,d", line.multiplyAdds)));
        }
        return table.append(String.format(
                        Locale.ROOT, "input %s: %,d parameters, %,d multiply-adds%n", input, parameters, multiplyAdds))
                .toString();
    }
}
