package io.github.mambaout.weights.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;

class UnpicklerFuzzTest {
    private static final Set<PickleGlobal> ALLOWED = Set.of(
            new PickleGlobal("collections", "OrderedDict"),
            new PickleGlobal("torch", "FloatStorage"),
            new PickleGlobal("torch._utils", "_rebuild_tensor_v2"));

    @FuzzTest
    void readsOrRefuses(byte[] content) throws IOException {
        PickleInput input = new PickleInput(new ByteArrayInputStream(content));
        try {
            assertThat(new Unpickler(input, ALLOWED).read()).isNotNull();
            assertThat(input.position()).isBetween(1L, (long) content.length);
        } catch (PickleException e) {
            assertThat(e).message().isNotEmpty();
        }
    }
}
