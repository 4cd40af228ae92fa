package io.github.mambaout.bench.peer.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.mambaout.image.PictureReader;
import io.github.mambaout.image.Preprocessing;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The least program that labels one picture with ONNX Runtime: it reads the picture as we do and writes the class's number. */
final class OnnxRuntimeFirstLabel {
    private OnnxRuntimeFirstLabel() {}

    /**
     * Labels a picture.
     *
     * @param arguments the model's file, the picture's file, the size of the input, the number of threads
     * @throws OrtException if ONNX Runtime fails
     * @throws IOException if the label can't be written
     */
    public static void main(String[] arguments) throws OrtException, IOException {
        OrtEnvironment environment = UnpackedLibrary.load();
        Preprocessing preprocessing = Preprocessing.imageNet(Integer.parseInt(arguments[2]));
        try (OrtSession session =
                        OnnxRuntimePeer.session(environment, Path.of(arguments[0]), Integer.parseInt(arguments[3]));
                OnnxTensor input = OnnxRuntimePeer.input(
                        environment, preprocessing.apply(new PictureReader().read(Path.of(arguments[1]))));
                OrtSession.Result result = session.run(Map.of("input", input));
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
            int best = 0;
            for (int i = 1; i < logits.limit(); i++) {
                best = logits.get(i) > logits.get(best) ? i : best;
            }
            out.write((best + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
