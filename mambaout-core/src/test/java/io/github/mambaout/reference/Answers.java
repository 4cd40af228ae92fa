package io.github.mambaout.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Right answers, computed in float64 by timm and PyTorch on the weights and inputs of {@link Formula}. */
public final class Answers {
    private Answers() {}

    /**
     * @param file a JSON file of this package's resources
     * @return its content
     */
    public static JsonNode json(String file) {
        try (InputStream in = Answers.class.getResourceAsStream(file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param file a safetensors file of this package's resources
     * @return the file
     */
    public static SafetensorsFile tensors(String file) {
        // Other modules find it in a jar, where a file can't be mapped.
        try (InputStream in = Answers.class.getResourceAsStream(file)) {
            Path copy = Files.createTempFile("answers", ".safetensors");
            copy.toFile().deleteOnExit();
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return SafetensorsFile.open(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param expected right values
     * @param actual computed values
     * @return the largest absolute difference
     */
    public static double largestError(Tensor expected, Tensor actual) {
        double largest = 0;
        for (int i = 0; i < expected.shape().elements(); i++) {
            largest = Math.max(largest, Math.abs((double) expected.get(i) - actual.get(i)));
        }
        return largest;
    }
}
