package example;

import io.github.mambaout.predict.Classifier;
import io.github.mambaout.predict.Prediction;
import java.nio.file.Path;

/** Labels a picture with {@code mambaout-core} alone: there is no ND4J backend on the class path. */
public final class ClassifyWithoutBackend {
    public static void main(String[] arguments) {
        try (Classifier classifier = Classifier.load(Path.of(arguments[0]))) {
            for (Prediction prediction : classifier.classify(Path.of(arguments[1])).top(3)) {
                System.out.println(prediction);
            }
        }
    }
}
