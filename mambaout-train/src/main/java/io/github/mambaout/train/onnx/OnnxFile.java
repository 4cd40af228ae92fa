package io.github.mambaout.train.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.AtomicFile;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A model as an ONNX file: input {@code input}, normalised pictures {@code [batch, channels, height, width]}; output {@code
 * logits}, {@code [batch, classes]}, with whatever the network ends with where it has no classes or does not pool. What a
 * saved model tells about itself (classes, preprocessing) lies in the metadata, under the same keys as in a safetensors file.
 */
public final class OnnxFile {
    /** Version of ONNX's operators: the first with Gelu. */
    public static final int OPSET = 20;
    /** Version of the file format that belongs to it. */
    private static final int IR_VERSION = 9;
    /** A protobuf message has at most 2 GiB; the rest is for everything but the weights. */
    private static final long MOST_WEIGHT_BYTES = Integer.MAX_VALUE - (16L << 20);

    private static final Set<String> TOKEN_MIXERS = Set.of(TokenMixerFactory.GATED_CNN, TokenMixerFactory.IDENTITY);

    private OnnxFile() {}

    /**
     * Writes or replaces a file in one step.
     *
     * @param target where to; missing folders are made
     * @param model what to write
     * @param size which pictures the file's model takes
     * @throws IllegalArgumentException if the network has a token mixer that ONNX can't express, or too many weights for one
     *     file; the message says which
     * @throws IOException if the file can't be written
     */
    public static void write(Path target, SavedModel model, PictureSize size) throws IOException {
        MambaOutConfig config = model.metadata().config();
        if (!TOKEN_MIXERS.contains(config.tokenMixer())) {
            throw new IllegalArgumentException("Model " + config.name() + " has the token mixer '" + config.tokenMixer()
                    + "', which can't be exported. Only models with gated-cnn (the paper's) or identity can.");
        }
        long bytes = model.model().parameters().count() * Float.BYTES;
        if (bytes > MOST_WEIGHT_BYTES) {
            throw new IllegalArgumentException("Model " + config.name() + " has " + (bytes >> 20)
                    + " MB of weights, but an ONNX file holds at most 2 GB. Export a smaller model.");
        }
        ModelProto.Builder file = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("mambaout")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(MambaOutGraph.of(model.model(), size));
        model.metadata()
                .toStrings()
                .forEach((key, value) -> file.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        ModelProto complete = file.build();
        AtomicFile.write(target, complete::writeTo);
    }
}
