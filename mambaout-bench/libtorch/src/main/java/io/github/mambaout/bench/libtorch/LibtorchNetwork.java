package io.github.mambaout.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import io.github.mambaout.layer.GlobalPool;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The forward pass of timm's {@code MambaOut}, operation for operation as timm calls them in eager mode: maps are NHWC, and
 * convolutions see permuted views of them. What Python frees as timm's code goes on is freed at the same places here, so that
 * the memory of one map serves the next.
 */
final class LibtorchNetwork {
    private static final float EPSILON = 1e-6f;
    private static final int[] TO_NCHW = {0, 3, 1, 2};
    private static final int[] TO_NHWC = {0, 2, 3, 1};
    private static final Shape NOT_DILATED = new Shape(1, 1);

    private final MambaOutConfig config;
    private final Map<String, NDArray> weights = new LinkedHashMap<>();

    /**
     * @param network what to compute; its weights are copied
     * @param manager owner of the copies
     * @throws IllegalArgumentException if it has parts that this can't compute as timm does, or that draw at random
     */
    LibtorchNetwork(MambaOut network, NDManager manager) {
        config = network.config();
        requireComputable(config);
        network.parameters()
                .byName()
                .forEach((name, parameter) -> weights.put(name, LibtorchArrays.of(parameter.value(), manager)));
    }

    /**
     * @param config a network
     * @throws IllegalArgumentException if it has parts that this can't compute as timm does, or that draw at random
     */
    static void requireComputable(MambaOutConfig config) {
        boolean gelu = config.actLayer() == io.github.mambaout.kernel.Activation.GELU;
        require(config, config.tokenMixer().equals(TokenMixerFactory.GATED_CNN), "token mixer " + config.tokenMixer());
        require(config, config.globalPool() == GlobalPool.AVG, "pooling " + config.globalPool());
        require(config, gelu, "activation " + config.actLayer().label());
        require(config, config.dropPathRate() == 0, "drop path of rate " + config.dropPathRate());
        require(config, config.dropRate() == 0, "dropout of rate " + config.dropRate());
    }

    private static void require(MambaOutConfig config, boolean known, String what) {
        if (!known) {
            throw new IllegalArgumentException(config.name()
                    + " can't be compared with PyTorch, whose network here has no "
                    + what + ". Choose a model with depthwise convolutions, GELU, average pooling and nothing random,"
                    + " for example mambaout_femto.");
        }
    }

    /**
     * @param name timm's name of a parameter
     * @return its values, which an optimiser may change in place
     */
    NDArray weight(String name) {
        return weights.get(name);
    }

    /** @return the weights in timm's order; an optimiser may change them in place */
    Collection<NDArray> weights() {
        return weights.values();
    }

    /**
     * @param pictures {@code [N, C, H, W]}
     * @return logits {@code [N, classes]}, to be closed by the caller
     */
    NDArray logits(NDArray pictures) {
        NDArray map = stem(pictures);
        for (int stage = 0; stage < config.stages(); stage++) {
            String path = "stages." + stage;
            if (stage > 0) {
                map = downsample(path + ".downsample", map);
            }
            for (int block = 0; block < config.depths().get(stage); block++) {
                map = block(path + ".blocks." + block, stage, map);
            }
        }
        return head(map);
    }

    private NDArray stem(NDArray pictures) {
        NDArray map = strided("stem.conv1", pictures);
        if (config.stemMidNorm()) {
            map = then(map, LibtorchNetwork::channelsLast);
            map = then(map, x -> norm("stem.norm1", x));
            map = then(map, LibtorchNetwork::channelsFirst);
        }
        map = then(map, Activation::gelu);
        map = then(map, x -> strided("stem.conv2", x));
        map = then(map, LibtorchNetwork::channelsLast);
        return then(map, x -> norm("stem.norm2", x));
    }

    private NDArray downsample(String path, NDArray input) {
        boolean normFirst = config.downsample() == MambaOutConfig.DownsampleOrder.CONV_NF;
        NDArray map = normFirst ? then(input, x -> norm(path + ".norm", x)) : input;
        map = then(map, LibtorchNetwork::channelsFirst);
        map = then(map, x -> strided(path + ".conv", x));
        map = then(map, LibtorchNetwork::channelsLast);
        return normFirst ? map : then(map, x -> norm(path + ".norm", x));
    }

    private NDArray block(String path, int stage, NDArray shortcut) {
        try (shortcut) {
            NDArray map = norm(path + ".norm", shortcut);
            map = then(map, x -> linear(path + ".fc1", x));
            map = then(map, x -> then(gated(path, stage, x), gated -> linear(path + ".fc2", gated)));
            if (config.lsInitValue() > 0) {
                map = then(map, x -> x.mul(weight(path + ".ls.gamma")));
            }
            return then(map, x -> x.add(shortcut));
        }
    }

    /** One split into gate, identity and convolved channels, whose gradient is one concatenation, as in timm. */
    private NDArray gated(String path, int stage, NDArray wide) {
        long hidden = config.hidden(stage);
        long convolved = config.convChannels(stage);
        try (NDList parts = wide.split(new long[] {hidden, 2 * hidden - convolved}, 3);
                NDArray gate = Activation.gelu(parts.get(0));
                NDArray mixed = depthwise(path + ".conv", parts.get(2), convolved);
                NDArray tokens = NDArrays.concat(new NDList(parts.get(1), mixed), 3)) {
            return gate.mul(tokens);
        }
    }

    private NDArray depthwise(String path, NDArray map, long channels) {
        try (NDArray planes = channelsFirst(map);
                NDArray convolved = convolution(path, planes, 1, config.kernelSize() / 2, channels)) {
            return channelsLast(convolved);
        }
    }

    private NDArray head(NDArray map) {
        Shape shape = map.getShape();
        NDArray row = then(map, x -> x.reshape(shape.get(0), shape.get(1) * shape.get(2), shape.get(3)));
        row = then(row, x -> x.mean(new int[] {1}));
        row = then(row, x -> norm("head.norm", x));
        row = then(row, x -> linear("head.pre_logits.fc", x));
        row = then(row, Activation::gelu);
        if (config.headFn() == MambaOutConfig.HeadKind.DEFAULT) {
            row = then(row, x -> norm("head.pre_logits.norm", x));
        }
        return config.numClasses() == 0 ? row : then(row, x -> linear("head.fc", x));
    }

    private NDArray norm(String path, NDArray x) {
        Shape channels = new Shape(x.getShape().getLastDimension());
        return LayerNorm.layerNorm(x, channels, weight(path + ".weight"), weight(path + ".bias"), EPSILON)
                .singletonOrThrow();
    }

    private NDArray linear(String path, NDArray x) {
        return Linear.linear(x, weight(path + ".weight"), weight(path + ".bias"))
                .singletonOrThrow();
    }

    private NDArray strided(String path, NDArray x) {
        return convolution(path, x, 2, 1, 1);
    }

    private NDArray convolution(String path, NDArray x, long stride, long padding, long groups) {
        return Conv2d.conv2d(
                        x,
                        weight(path + ".weight"),
                        weight(path + ".bias"),
                        new Shape(stride, stride),
                        new Shape(padding, padding),
                        NOT_DILATED,
                        Math.toIntExact(groups))
                .singletonOrThrow();
    }

    private static NDArray channelsFirst(NDArray map) {
        return map.transpose(TO_NCHW);
    }

    private static NDArray channelsLast(NDArray map) {
        return map.transpose(TO_NHWC);
    }

    /** {@code x = f(x)}: what was before is given back. */
    private static NDArray then(NDArray x, UnaryOperator<NDArray> operation) {
        try (x) {
            return operation.apply(x);
        }
    }
}
