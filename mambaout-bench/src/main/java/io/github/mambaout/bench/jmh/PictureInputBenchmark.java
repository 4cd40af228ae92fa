package io.github.mambaout.bench.jmh;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureReader;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a picture file to a network input of 224x224, on one thread, and the parts of that. Start it in the project's folder, or
 * name pictures of your own with {@code -p picture=FILE}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 2, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class PictureInputBenchmark {
    private static final int SIZE = 224;

    /** A picture file. */
    @Param({"mambaout-core/src/test/resources/images/china.jpg", "mambaout-core/src/test/resources/images/flower.jpg"})
    public String picture;

    private final PictureReader reader = new PictureReader();
    private final Preprocessing preprocessing = Preprocessing.imageNet(SIZE);
    private final Tensor batch = Tensor.zeros(Shape.of(1, SIZE, SIZE, Picture.CHANNELS));
    private Path file;
    private byte[] bytes;
    private Picture decoded;
    private Picture fitted;

    /** For JMH. */
    public PictureInputBenchmark() {}

    /**
     * Reads the picture once.
     *
     * @throws IOException if it can't be read
     */
    @Setup
    public void prepare() throws IOException {
        file = Path.of(picture);
        bytes = Files.readAllBytes(file);
        decoded = reader.read(file);
        fitted = preprocessing.fit(decoded);
    }

    /** @return the input, from the file */
    @Benchmark
    public Tensor whole() {
        preprocessing.applyTo(reader.read(file), batch, 0);
        return batch;
    }

    /** @return the picture, from the bytes of the file */
    @Benchmark
    public Picture decode() {
        return reader.read(bytes, picture);
    }

    /** @return the picture in the input's size */
    @Benchmark
    public Picture resize() {
        return preprocessing.fit(decoded);
    }

    /** @return the input, from the picture in its size */
    @Benchmark
    public Tensor normalize() {
        preprocessing.normalizeTo(fitted, batch, 0);
        return batch;
    }
}
