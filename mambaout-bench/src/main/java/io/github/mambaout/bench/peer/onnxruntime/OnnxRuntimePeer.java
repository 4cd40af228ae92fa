package io.github.mambaout.bench.peer.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.onnx.OnnxFile;
import io.github.mambaout.train.onnx.PictureSize;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ONNX Runtime in this process, on the file that {@code mambaout export} writes, with all its optimisations. Its threads wait
 * actively within a run, which makes it faster than when they sleep (figures in docs/performance.md), and sleep between runs.
 */
public final class OnnxRuntimePeer implements Peer {
    private final int threads;
    private final OrtEnvironment environment;
    private final List<PeerWorkload> workloads = new ArrayList<>();

    private OnnxRuntimePeer(int threads, OrtEnvironment environment) {
        this.threads = threads;
        this.environment = environment;
    }

    /**
     * @param threads how many compute
     * @return the runtime
     */
    public static OnnxRuntimePeer open(int threads) {
        return new OnnxRuntimePeer(threads, UnpackedLibrary.load());
    }

    @Override
    public String name() {
        return "ONNX Runtime";
    }

    @Override
    public String version() {
        return environment.getVersion();
    }

    @Override
    public PeerWorkload forward(MambaOut network, Batch batch) {
        try {
            Path file = Files.createTempFile("mambaout-", ".onnx");
            try {
                OnnxFile.write(file, new SavedModel(network, ModelMetadata.of(network.config())), PictureSize.FIXED);
                OnnxRuntimePass pass =
                        new OnnxRuntimePass(session(environment, file, threads), input(environment, batch.pictures()));
                workloads.add(pass);
                return pass;
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "ONNX Runtime can't run " + network.config().name() + ": " + e.getMessage(), e);
        }
    }

    static OrtSession session(OrtEnvironment environment, Path file, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "1");
            options.addConfigEntry("session.force_spinning_stop", "1");
            return environment.createSession(file.toString(), options);
        }
    }

    /** Channels first, outside the heap: ONNX Runtime then reads it where it lies. */
    static OnnxTensor input(OrtEnvironment environment, Tensor pictures) throws OrtException {
        Shape shape = pictures.shape();
        int channels = shape.channels();
        int pixels = shape.size(1) * shape.size(2);
        FloatBuffer turned = ByteBuffer.allocateDirect(shape.elements() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int n = 0; n < shape.size(0); n++) {
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < pixels; i++) {
                    turned.put(pictures.get((n * pixels + i) * channels + c));
                }
            }
        }
        turned.rewind();
        return OnnxTensor.createTensor(
                environment, turned, new long[] {shape.size(0), channels, shape.size(1), shape.size(2)});
    }

    /** It only predicts. */
    @Override
    public Optional<PeerWorkload> training(MambaOut network, Batch batch) {
        return Optional.empty();
    }

    @Override
    public Optional<List<String>> firstLabel(SavedModel model, Path picture, Path folder) throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxFile.write(file, model, PictureSize.FIXED);
        return Optional.of(List.of(
                OnnxRuntimeFirstLabel.class.getName(),
                file.toString(),
                picture.toString(),
                Integer.toString(model.metadata().preprocessing().height()),
                Integer.toString(threads)));
    }

    @Override
    public void close() {
        workloads.forEach(PeerWorkload::close);
        workloads.clear();
    }
}
