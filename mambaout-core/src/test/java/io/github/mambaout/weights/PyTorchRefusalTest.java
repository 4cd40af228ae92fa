package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PyTorch would not have written. Pickles are strings of Latin 1 characters, one for each byte. */
class PyTorchRefusalTest {
    private static final String STORAGE = "(U\u0007storagectorch\nFloatStorage\nU\u00010U\u0003cpuI2\ntQ";

    @TempDir
    Path folder;

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file("made.pth", out.toByteArray());
    }

    /** A checkpoint with a storage "0" of two floats. */
    private Map<String, byte[]> entries(String pickle) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("made/data.pkl", bytes(pickle));
        entries.put("made/data/0", new byte[8]);
        return entries;
    }

    private static String tensor(String offset, String sizes, String strides) {
        return "ctorch._utils\n_rebuild_tensor_v2\n(" + STORAGE + offset + sizes + strides + "\u0089NtR";
    }

    private static String named(String name, String tensor) {
        return "U" + (char) name.length() + name + tensor;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refusal(Path file) {
        return assertThatThrownBy(() -> WeightFile.open(file, WeightSet.TRAINED).close())
                .isInstanceOf(WeightFileException.class)
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void compressedCheckpointIsRead() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream in = PyTorchRefusalTest.class.getResourceAsStream("/weights/pytorch/views.protocol2.pth");
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        try (WeightFile file = WeightFile.open(zip(entries), WeightSet.TRAINED)) {
            assertThat(file.tensor("columns").shape()).isEqualTo(Shape.of(3, 2));
            assertThat(file.tensor("columns").toArray()).containsExactly(0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../evil", "made/../../evil", "/etc/evil", "\\evil", "made\\..\\evil", "C:evil", "..", "made/.."
            })
    void pathOutsideOfTheArchiveIsRefused(String name) throws IOException {
        Map<String, byte[]> entries = entries("}.");
        entries.put(name, new byte[1]);
        refusal(zip(entries)).hasMessageContainingAll(name, "outside of the archive");
        assertThat(folder.toFile().list()).containsExactly("made.pth");
    }

    @Test
    void entryThatIsThereTwiceIsRefused() throws IOException {
        Map<String, byte[]> entries = entries("}.");
        entries.put("made/data/1", new byte[8]);
        String zipped = new String(Files.readAllBytes(zip(entries)), StandardCharsets.ISO_8859_1);
        refusal(file("made.pth", bytes(zipped.replace("made/data/1", "made/data/0"))))
                .hasMessageContainingAll("made/data/0", "twice");
    }

    @ParameterizedTest
    @CsvSource({
        "made/code/model.py, TorchScript",
        "made/constants.pkl, TorchScript",
        "other/data.pkl, 2 entries FOLDER/data.pkl"
    })
    void zipThatIsNoCheckpointIsNamed(String name, String what) throws IOException {
        Map<String, byte[]> entries = entries("}.");
        entries.put(name, new byte[1]);
        refusal(zip(entries)).hasMessageContaining(what);
        refusal(zip(Map.of("word/document.xml", new byte[1]))).hasMessageContaining("0 entries FOLDER/data.pkl");
    }

    @Test
    void zipOfCountlessEntriesIsRefused() throws IOException {
        Map<String, byte[]> entries = entries("}.");
        for (int i = 0; i < 100_000; i++) {
            entries.put("made/data/" + i, new byte[0]);
        }
        refusal(zip(entries)).hasMessageContaining("100001 entries");
    }

    @Test
    void unknownByteOrderIsRefused() throws IOException {
        Map<String, byte[]> entries = entries("}.");
        entries.put("made/byteorder", bytes("middle"));
        refusal(zip(entries)).hasMessageContaining("byteorder");
    }

    @ParameterizedTest
    @CsvSource({
        "I0 (I3 t (I1 t, byte 12 of storage 0",
        "I1 (I2 t (I1 t, byte 12 of storage 0",
        "I0 (I2 t (I2 t, byte 12 of storage 0",
        "I0 (I2 I2 t (I1 I9223372036854775807 t, further than any file",
        "I9223372036854775807 (I2 t (I1 t, further than any file",
        "I9223372036854775808 (I2 t (I1 t, should be at least 0",
        "I-1 (I2 t (I1 t, should be at least 0",
        "I0 (I-2 t (I1 t, should be at least 0",
        "I0 (I2 t (I-1 t, should be at least 0",
        "I0 (I2 t (I1 I1 t, 1 sizes but 2 strides",
        "I0 (I65536 I65536 t (I0 I0 t, more elements than one tensor can hold",
        "I0 (Nt (I1 t, no whole number",
        "I0 N(I1 t, should be a tuple"
    })
    void tensorThatDoesNotFitItsStorageIsNamed(String numbers, String problem) throws IOException {
        String pickle = "}"
                + named(
                        "head.fc.weight",
                        tensor("", numbers.replaceAll("(?<=\\d) ", "\n").replace(" ", ""), "")) + "s.";
        refusal(zip(entries(pickle))).hasMessageContainingAll("head.fc.weight", problem);
    }

    @Test
    void tensorWithoutItsStorageIsNamed() throws IOException {
        String pickle = "}" + named("head.fc.weight", tensor("I0\n", "(I2\nt", "(I1\nt")) + "s.";
        refusal(zip(Map.of("made/data.pkl", bytes(pickle))))
                .hasMessageContainingAll("head.fc.weight", "storage 0 is missing");
    }

    @Test
    void fewBytesCanNotClaimGigabytes() throws IOException {
        // 20 million floats for each of 20 names, all of them the same two.
        StringBuilder pickle = new StringBuilder("}(");
        for (int i = 0; i < 20; i++) {
            pickle.append(named("weight." + (char) ('a' + i), tensor("I0\n", "(I20000000\nt", "(I0\nt")));
        }
        refusal(zip(entries(pickle + "u."))).hasMessageContaining("times its own length");
    }

    /** Two elements at the ends of a storage of 80 MB, compressed to 80 kB. */
    @Test
    void compressedStorageCanNotClaimMuchMoreThanItsBytes() throws IOException {
        Map<String, byte[]> entries = entries("}" + named("weight", tensor("I0\n", "(I2\nt", "(I19999999\nt")) + "s.");
        entries.put("made/data/0", new byte[80_000_000]);
        refusal(zip(entries)).hasMessageContaining("times its own length");
    }

    @Test
    void parameterThatIsThereTwiceIsRefused() throws IOException {
        String tensor = named("weight", tensor("I0\n", "(I2\nt", "(I1\nt"));
        refusal(zip(entries("}(" + tensor + tensor + "u."))).hasMessageContainingAll("weight", "twice");
    }

    @Test
    void parameterThatWrapsItselfIsNoTensor() throws IOException {
        String pickle = "}U\u0001wctorch._utils\n_rebuild_parameter\n]q\u0001Rq\u00020h\u0001h\u0002a0h\u0002s.";
        refusal(zip(entries(pickle))).hasMessageContaining("holds no parameters");
    }

    @ParameterizedTest
    @CsvSource({
        "]., no dictionary of parameters",
        "}U\u0005epochK\u0007s., [epoch]",
        "}U\u0005modelNs., [model]",
        "K\u0007., no dictionary of parameters"
    })
    void checkpointWithoutWeightsSaysWhatItHolds(String pickle, String problem) throws IOException {
        refusal(zip(entries(pickle))).hasMessageContaining(problem);
    }

    @Test
    void pickleThatPyTorchDidNotWriteIsRefused() throws IOException {
        refusal(file("weights.pkl", bytes("\u0080\u0002}q\u0000."))).hasMessageContaining("magic number");
        refusal(file("other.pth", bytes("\u0080\u0002\u008a\u0001\u0001."))).hasMessageContaining("magic number");
    }

    @Test
    void otherFilesAreCalledWhatTheyAre() throws IOException {
        refusal(file("empty.pth", new byte[0])).hasMessageContaining("is empty");
        refusal(file("page.pth", bytes("\n<!DOCTYPE html><html>"))).hasMessageContaining("web page");
        refusal(file("pointer.safetensors", bytes("version https://git-lfs.github.com/spec/v1\n")))
                .hasMessageContaining("Git LFS pointer");
        refusal(file("old.pth", bytes("\u0000".repeat(257) + "ustar"))).hasMessageContaining("tar archive");
        refusal(file("text.safetensors", bytes("weights"))).hasMessageContaining("neither a safetensors file");
        refusal(folder).hasMessageContaining("is a folder");
        refusal(folder.resolve("absent.pth")).hasMessageContaining("no such file");
    }
}
