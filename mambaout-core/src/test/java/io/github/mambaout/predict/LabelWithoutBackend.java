package io.github.mambaout.predict;

import java.nio.file.Path;
import java.util.ServiceLoader;
import org.nd4j.linalg.factory.Nd4jBackend;

/** Started in a Java of its own by {@link WithoutBackendTest}: prints how many backends it finds, and the best label. */
final class LabelWithoutBackend {
    private LabelWithoutBackend() {}

    public static void main(String[] arguments) {
        long backends = ServiceLoader.load(Nd4jBackend.class).stream().count();
        try (Classifier classifier = Classifier.load(Path.of(arguments[0]))) {
            System.out.println(backends + " backends: "
                    + classifier.classify(Path.of(arguments[1])).best());
        }
    }
}
