package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files are made by {@code make.py} beside them; both hostile ones were made by PyTorch. */
class PyTorchFileTest {
    @TempDir
    Path folder;

    private Path copy(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = PyTorchFileTest.class.getResourceAsStream("/weights/pytorch/" + name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    private WeightFile open(String name) throws IOException {
        return WeightFile.open(copy(name), WeightSet.TRAINED);
    }

    static Stream<String> views() {
        return Stream.of(
                "views.protocol1.pth",
                "views.protocol2.pth",
                "views.protocol3.pth",
                "views.protocol4.pth",
                "views.protocol5.pth",
                "views.legacy.pth");
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyViewOnAStorageReadsAsItsElements(String name) throws IOException {
        try (WeightFile file = open(name)) {
            assertThat(file.tensor("whole").shape()).isEqualTo(Shape.of(3, 4));
            assertThat(file.tensor("whole").toArray())
                    .containsExactly(0f, 0.5f, 1f, 1.5f, 2f, 2.5f, 3f, 3.5f, 4f, 4.5f, 5f, 5.5f);
            assertThat(file.tensor("part").toArray()).containsExactly(4f, 4.5f, 5f, 5.5f);
            assertThat(file.tensor("transposed").shape()).isEqualTo(Shape.of(4, 3));
            assertThat(file.tensor("transposed").toArray())
                    .containsExactly(0f, 2f, 4f, 0.5f, 2.5f, 4.5f, 1f, 3f, 5f, 1.5f, 3.5f, 5.5f);
            assertThat(file.tensor("columns").toArray()).containsExactly(0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f);
            assertThat(file.tensor("expanded").toArray()).containsExactly(2f, 2.5f, 2f, 2.5f, 2f, 2.5f);
            assertThat(file.tensor("one.by.one").shape()).isEqualTo(Shape.of(1, 4, 1));
            assertThat(file.tensor("one.by.one").toArray()).containsExactly(2f, 2.5f, 3f, 3.5f);
            assertThat(file.tensor("scalar").toArray()).containsExactly(1.5f);
            assertThat(file.tensor("empty").shape()).isEqualTo(Shape.of(0, 3));
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyElementTypeAndEveryFormOfATensorIsKnown(String name) throws IOException {
        try (WeightFile file = open(name)) {
            assertThat(file.tensor("f64").toArray()).containsExactly(0.1f, -2f);
            assertThat(file.tensor("f16").toArray()).containsExactly(1.5f, -0.25f);
            assertThat(file.tensor("bf16").toArray()).containsExactly(1.5f, -256f);
            assertThat(file.tensors().get("num_batches_tracked"))
                    .isEqualTo(new StoredTensor(ElementType.I64, Shape.of()));
            assertThat(file.tensors().get("mask")).isEqualTo(new StoredTensor(ElementType.BOOL, Shape.of(2)));
            assertThat(file.tensor("parameter").toArray()).containsExactly(1f, 1.5f);
            assertThat(file.tensor("parameter.with.attributes").toArray()).containsExactly(2f, 2.5f);
            assertThat(file.tensor("from.type").toArray()).containsExactly(3f, 3.5f);
            assertThat(file.tensor("version.1").toArray()).containsExactly(4f, 4.5f);
            assertThat(file.tensor("version.3").toArray()).containsExactly(3f);
        }
    }

    @Test
    void tensorsKeepTheirOrderAndWhatIsNoTensorIsLeftOut() throws IOException {
        try (WeightFile file = open("views.protocol2.pth")) {
            assertThat(file.tensors().keySet())
                    .startsWith("whole", "part", "transposed")
                    .endsWith("version.1", "version.3")
                    .doesNotContain("epoch", "nested");
            assertThat(file.metadata()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "checkpoint.pth, TRAINED, 1, 2",
        "checkpoint.pth, AVERAGED, 3, 4",
        "checkpoint.legacy.pth, TRAINED, 1, 2",
        "checkpoint.legacy.pth, AVERAGED, 3, 4",
        "model.pth, TRAINED, 3, 4",
        "model_ema.pth, TRAINED, 3, 4",
        "model_ema.pth, AVERAGED, 3, 4"
    })
    void checkpointGivesTheSetOfWeightsThatIsAskedFor(String name, WeightSet set, float first, float second)
            throws IOException {
        try (WeightFile file = WeightFile.open(copy(name), set)) {
            assertThat(file.tensors()).containsOnlyKeys("module.weight");
            assertThat(file.tensor("module.weight").toArray()).containsExactly(first, second);
        }
    }

    @Test
    void missingAverageIsSaid() throws IOException {
        Path file = copy("model.pth");
        assertThatThrownBy(() -> WeightFile.open(file, WeightSet.AVERAGED))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("model.pth", "no averaged weights", "state_dict_ema", "[epoch, model]");
    }

    @Test
    void bigEndianStoragesAreRead() throws IOException {
        try (WeightFile file = open("big-endian.pth")) {
            assertThat(file.tensor("weight").toArray()).containsExactly(1.5f, -2f);
        }
    }

    @Test
    void kindIsToldByTheContentNotTheName() throws IOException {
        Path renamed = folder.resolve("weights.safetensors");
        Files.move(copy("views.legacy.pth"), renamed);
        try (WeightFile file = WeightFile.open(renamed, WeightSet.TRAINED)) {
            assertThat(file.tensor("scalar").toArray()).containsExactly(1.5f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"malicious.zip.pth", "malicious.legacy.pth"})
    void hostileFileIsRefusedByTheNameItAsksForAndDoesNothing(String name) throws IOException {
        Path file = copy(name);
        assertThatThrownBy(() -> WeightFile.open(file, WeightSet.TRAINED))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll(name, "posix system", "refused");
        assertThat(Path.of("owned-by-pickle")).doesNotExist();
        assertThat(folder.toFile().list()).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({"sparse.pth, sparse", "quantised.pth, quantised"})
    void tensorsOfOtherKindsAreNamed(String name, String kind) throws IOException {
        Path file = copy(name);
        assertThatThrownBy(() -> WeightFile.open(file, WeightSet.TRAINED))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll(name, "head.fc.weight", kind, "not supported");
    }

    @Test
    void unknownNameIntegersAndOtherShapesAreRefused() throws IOException {
        try (WeightFile file = open("views.protocol2.pth")) {
            assertThatThrownBy(() -> file.tensor("stem"))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContainingAll("views.protocol2.pth", "stem");
            assertThatThrownBy(() -> file.tensor("mask"))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContainingAll("views.protocol2.pth", "mask", "BOOL");
            assertThatThrownBy(() -> file.read("whole", Tensor.zeros(Shape.of(12))))
                    .isInstanceOf(ShapeMismatchException.class)
                    .hasMessageContainingAll("views.protocol2.pth", "whole", "[3, 4]", "[12]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint.pth", "checkpoint.legacy.pth"})
    void fileCutAnywhereIsRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(copy(name));
        Path cut = folder.resolve("cut.pth");
        for (int length = 0; length < whole.length; length += 3) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> WeightFile.open(cut, WeightSet.TRAINED))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageStartingWith(cut.toString());
        }
    }
}
