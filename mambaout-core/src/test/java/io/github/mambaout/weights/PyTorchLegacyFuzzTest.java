package io.github.mambaout.weights;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PyTorchLegacyFuzzTest {
    @TempDir
    static Path folder;

    @FuzzTest
    void readsOrRefuses(byte[] content) throws IOException {
        FuzzedFile.readsOrRefuses(folder.resolve("fuzzed.pth"), content);
    }
}
