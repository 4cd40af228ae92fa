package io.github.mambaout.train.onnx;

import static io.github.mambaout.train.onnx.GraphBuilder.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import io.github.mambaout.kernel.Activation;
import io.github.mambaout.layer.GlobalPool;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.onnx.GraphBuilder.Dimension;
import java.util.List;

/**
 * The graph of a network, written in the order in which pictures go through it. Nodes are called as timm's modules.
 *
 * <p>Maps are channels-last, as norms and linear maps want them, and turned for the convolutions, which ONNX has for channels
 * first only. Of the forms that compute the same, this is the one that ONNX Runtime computes fastest on processors (figures in
 * docs/performance.md): fc1 is cut into its three parts, so that nothing need be split at run time and each part's bias goes
 * with its product, and the part for the depthwise convolution is a convolution itself, which keeps its output in the order
 * that the next one reads.
 */
final class MambaOutGraph {
    private static final String INPUT = "input";
    private static final String OUTPUT = "logits";
    private static final String BATCH = "batch";
    private static final float NORM_EPSILON = 1e-6f;
    private static final int HEAD_EXPANSION = 4;

    private final MambaOut network;
    private final MambaOutConfig config;
    private final GraphBuilder graph;

    private MambaOutGraph(MambaOut network) {
        this.network = network;
        config = network.config();
        graph = new GraphBuilder(config.name());
    }

    static GraphProto of(MambaOut network, PictureSize size) {
        return new MambaOutGraph(network).build(size);
    }

    private GraphProto build(PictureSize size) {
        boolean any = size == PictureSize.ANY;
        graph.input(
                INPUT,
                Dimension.of(BATCH),
                Dimension.of(config.inChans()),
                any ? Dimension.of("height") : Dimension.of(config.imgHeight()),
                any ? Dimension.of("width") : Dimension.of(config.imgWidth()));
        String map = stem();
        for (int stage = 0; stage < config.stages(); stage++) {
            if (stage > 0) {
                map = downsample("stages." + stage + ".downsample", map);
            }
            for (int block = 0; block < config.depths().get(stage); block++) {
                map = block("stages." + stage + ".blocks." + block, stage, map);
            }
        }
        head(map);
        int features = config.numClasses() == 0
                ? HEAD_EXPANSION * config.dims().get(config.stages() - 1)
                : config.numClasses();
        if (config.globalPool() == GlobalPool.NONE) {
            graph.output(
                    OUTPUT,
                    Dimension.of(BATCH),
                    Dimension.of("map_height"),
                    Dimension.of("map_width"),
                    Dimension.of(features));
        } else {
            graph.output(OUTPUT, Dimension.of(BATCH), Dimension.of(features));
        }
        return graph.build();
    }

    private String stem() {
        String map = convolution("stem.conv1", INPUT, 2, 1);
        // Without a norm between them the convolutions hand on what they have in their own order.
        map = config.stemMidNorm()
                ? channelsFirst(activation("stem.act", config.actLayer(), norm("stem.norm1", channelsLast(map))))
                : activation("stem.act", config.actLayer(), map);
        return norm("stem.norm2", channelsLast(convolution("stem.conv2", map, 2, 1)));
    }

    private String downsample(String name, String map) {
        boolean normFirst = config.downsample() == MambaOutConfig.DownsampleOrder.CONV_NF;
        String norm = name + ".norm";
        String input = normFirst ? norm(norm, map) : map;
        String smaller = channelsLast(convolution(name + ".conv", channelsFirst(input), 2, 1));
        return normFirst ? smaller : norm(norm, smaller);
    }

    /** {@code x + ls(fc2(act(g) · concat(i, mixer(c))))} with {@code g, i, c = fc1(norm(x))}. */
    private String block(String name, int stage, String input) {
        int hidden = config.hidden(stage);
        int mixed = config.convChannels(stage);
        String normalised = norm(name + ".norm", input);
        String fc1 = name + ".fc1";
        String gate = activation(name + ".act", config.actLayer(), linear(fc1, ".gate", normalised, 0, hidden));
        String value = config.tokenMixer().equals(TokenMixerFactory.GATED_CNN)
                ? convolved(name, normalised, hidden, mixed)
                : linear(fc1, ".value", normalised, hidden, 2 * hidden);
        String output = linear(name + ".fc2", graph.node(name + ".gated", "Mul", gate, value));
        if (config.lsInitValue() > 0) {
            output = graph.node(name + ".ls", "Mul", output, parameter(name + ".ls.gamma"));
        }
        return graph.node(name, "Add", output, input);
    }

    /** {@code concat(i, conv(c))}. */
    private String convolved(String name, String normalised, int hidden, int mixed) {
        String fc1 = name + ".fc1";
        int end = 2 * hidden;
        String toMix = pointwiseConvolution(fc1, channelsFirst(normalised), end - mixed, end);
        String convolved = channelsLast(convolution(name + ".conv", toMix, 1, mixed));
        if (mixed == hidden) {
            return convolved;
        }
        String rest = linear(fc1, ".rest", normalised, hidden, end - mixed);
        return graph.node(name + ".value", "Concat", List.of(attribute("axis", -1)), rest, convolved);
    }

    private void head(String map) {
        String features = norm("head.norm", pool(map));
        String preLogits = activation("head.pre_logits.act", Activation.GELU, linear("head.pre_logits.fc", features));
        if (config.headFn() == MambaOutConfig.HeadKind.DEFAULT) {
            preLogits = norm("head.pre_logits.norm", preLogits);
        }
        String last = config.numClasses() == 0 ? preLogits : linear("head.fc", preLogits);
        graph.node(OUTPUT, "Identity", last);
    }

    private String pool(String map) {
        return switch (config.globalPool()) {
            case AVG -> overPixels("head.pool.avg", "ReduceMean", map);
            case MAX -> overPixels("head.pool.max", "ReduceMax", map);
            case AVGMAX ->
                graph.node(
                        "head.pool",
                        "Mean",
                        overPixels("head.pool.avg", "ReduceMean", map),
                        overPixels("head.pool.max", "ReduceMax", map));
            case NONE -> map;
        };
    }

    private String overPixels(String name, String operator, String map) {
        return graph.node(name, operator, List.of(attribute("keepdims", 0)), map, graph.constant(name + ".axes", 1, 2));
    }

    private String norm(String name, String map) {
        return graph.node(
                name,
                "LayerNormalization",
                List.of(attribute("axis", -1), attribute("epsilon", NORM_EPSILON)),
                map,
                parameter(name + ".weight"),
                parameter(name + ".bias"));
    }

    private String activation(String name, Activation activation, String map) {
        return switch (activation) {
            case GELU -> graph.node(name, "Gelu", map);
            case SILU -> graph.node(name, "Mul", map, graph.node(name + ".sigmoid", "Sigmoid", map));
        };
    }

    /** With padding that keeps height and width, but for the stride. */
    private String convolution(String name, String map, int stride, int groups) {
        String weight = parameter(name + ".weight");
        int size = value(weight).shape().size(2);
        return convolution(name, map, size, stride, groups, weight, parameter(name + ".bias"));
    }

    private String convolution(String name, String map, int size, int stride, int groups, String weight, String bias) {
        int padding = size / 2;
        List<AttributeProto> attributes = List.of(
                attribute("kernel_shape", size, size),
                attribute("strides", stride, stride),
                attribute("pads", padding, padding, padding, padding),
                attribute("group", groups));
        return graph.node(name, "Conv", attributes, map, weight, bias);
    }

    /** Some outputs of a linear map, as a convolution with kernels of one pixel. */
    private String pointwiseConvolution(String layer, String map, int first, int end) {
        String name = layer + ".conv";
        Tensor weight = rows(value(layer + ".weight"), first, end);
        return convolution(
                name,
                map,
                1,
                1,
                1,
                graph.constant(
                        name + ".weight",
                        weight.reshape(Shape.of(end - first, weight.shape().size(1), 1, 1))),
                graph.constant(name + ".bias", rows(value(layer + ".bias"), first, end)));
    }

    private String linear(String layer, String map) {
        return linear(layer, "", map, 0, value(layer + ".bias").shape().size(0));
    }

    /** Some outputs of a linear map. */
    private String linear(String layer, String part, String map, int first, int end) {
        String name = layer + part;
        String weight = graph.constant(name + ".weight", transposed(rows(value(layer + ".weight"), first, end)));
        String bias = graph.constant(name + ".bias", rows(value(layer + ".bias"), first, end));
        return graph.node(name, "Add", graph.node(name + ".product", "MatMul", map, weight), bias);
    }

    private String channelsLast(String map) {
        return graph.node(map + ".nhwc", "Transpose", List.of(attribute("perm", 0, 2, 3, 1)), map);
    }

    private String channelsFirst(String map) {
        return graph.node(map + ".nchw", "Transpose", List.of(attribute("perm", 0, 3, 1, 2)), map);
    }

    private String parameter(String name) {
        return graph.constant(name, value(name));
    }

    private Tensor value(String name) {
        return network.parameters().get(name).value();
    }

    private static Tensor rows(Tensor tensor, int first, int end) {
        int[] sizes = tensor.shape().sizes();
        int width = tensor.shape().elements() / sizes[0];
        sizes[0] = end - first;
        return tensor.slice(first * width, Shape.of(sizes));
    }

    private static Tensor transposed(Tensor matrix) {
        int rows = matrix.shape().size(0);
        int columns = matrix.shape().size(1);
        float[] values = matrix.toArray();
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i % columns * rows + i / columns] = values[i];
        }
        return Tensor.of(Shape.of(columns, rows), turned);
    }
}
