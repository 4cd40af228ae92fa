package io.github.mambaout.bench.peer.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.mambaout.bench.peer.PeerRun;
import io.github.mambaout.bench.peer.PeerWorkload;
import java.nio.FloatBuffer;
import java.util.Map;

/** Forward passes of one session over one batch. */
final class OnnxRuntimePass implements PeerWorkload {
    private final OrtSession session;
    private final OnnxTensor pictures;
    private final Map<String, OnnxTensor> inputs;
    private boolean closed;

    OnnxRuntimePass(OrtSession session, OnnxTensor pictures) {
        this.session = session;
        this.pictures = pictures;
        inputs = Map.of("input", pictures);
    }

    @Override
    public PeerRun run() {
        try {
            long before = System.nanoTime();
            try (OrtSession.Result result = session.run(inputs)) {
                long nanoseconds = System.nanoTime() - before;
                FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] output = new float[logits.remaining()];
                logits.get(output);
                return new PeerRun(nanoseconds, output);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        pictures.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }
}
