package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelProvidersTest {
    private static final List<String> WITH_MODULE = List.of("--add-modules", "jdk.incubator.vector");

    /** What a JVM of its own selects. */
    static final class Report {
        private Report() {}

        /** @param arguments none */
        public static void main(String... arguments) {
            try {
                KernelProviders.Selection selection = KernelProviders.selected();
                KernelProviders.selected();
                System.out.println("provider " + selection.kernels().name());
                System.out.println("reason " + selection.reason());
                System.out.println("width " + KernelProviders.vectorWidth());
                System.out.println("bits " + KernelBits.hash(selection.kernels()));
            } catch (IllegalArgumentException e) {
                System.out.println("refused " + e.getMessage());
            }
        }
    }

    private static List<String> java(Class<?> main, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
        return output.lines().toList();
    }

    @Test
    void withoutTheModuleLoopsComputeAfterOneWarningThatNamesTheFlag() throws Exception {
        List<String> lines = java(Report.class, List.of());
        assertThat(lines)
                .contains(
                        "provider plain",
                        "reason the module jdk.incubator.vector is not there; start Java with --add-modules jdk.incubator.vector",
                        "bits " + KernelBits.hash(KernelProviders.named("plain")));
        assertThat(lines)
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .contains("plain loops")
                .contains("--add-modules jdk.incubator.vector");
    }

    @Test
    void aProviderThatIsNamedIsNeverReplacedByAnother() throws Exception {
        assertThat(java(Report.class, List.of("-Dmambaout.provider=vector")))
                .singleElement()
                .asString()
                .startsWith(
                        "refused The kernel provider 'vector' can't be had: the module jdk.incubator.vector is not there")
                .contains("start Java with --add-modules jdk.incubator.vector");
        assertThat(java(Report.class, List.of("-Dmambaout.provider=cuda")))
                .singleElement()
                .asString()
                .startsWith("refused There is no kernel provider 'cuda'; there are vector, plain, nd4j.");
    }

    @Test
    void withTheModuleVectorsComputeAndNothingIsLogged() throws Exception {
        List<String> lines = java(Report.class, WITH_MODULE);
        assertThat(lines)
                .contains("provider vector", "width " + KernelProviders.vectorWidth())
                .noneMatch(line -> line.contains(" WARN "));
        assertThat(lines).anyMatch(line -> line.startsWith("reason the fastest"));
    }

    @Test
    void withoutItsCompilerTheJvmComputesByLoops() throws Exception {
        List<String> options = new ArrayList<>(WITH_MODULE);
        options.add("-XX:TieredStopAtLevel=1");
        assertThat(java(Report.class, options))
                .contains("provider plain")
                .anyMatch(line -> line.startsWith("reason this JVM runs without its optimising compiler"));
    }

    @Test
    void aPropertyNamesPlainAlsoWhereVectorsCouldCompute() throws Exception {
        List<String> options = new ArrayList<>(WITH_MODULE);
        options.add("-Dmambaout.provider=plain");
        assertThat(java(Report.class, options))
                .contains("provider plain", "reason named by mambaout.provider")
                .noneMatch(line -> line.contains(" WARN "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "plain"})
    void interpreterAndCompilerGiveTheSameBits(String provider) throws Exception {
        List<String> options = new ArrayList<>(WITH_MODULE);
        options.add("-Xint");
        Kernels kernels = KernelProviders.named(provider);
        for (int i = 0; i < 300; i++) {
            KernelBits.hash(kernels);
        }
        assertThat(java(KernelBits.class, options, provider)).contains("bits " + KernelBits.hash(kernels));
    }

    @Test
    void everyNamedProviderGoesByItsName() {
        assertThat(KernelProviders.names()).containsExactly("vector", "plain", "nd4j");
        for (String name : KernelProviders.names()) {
            assertThat(KernelProviders.named(name).name()).isEqualTo(name);
        }
    }

    @Test
    void anUnknownProviderIsRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> KernelProviders.named("Vector"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Vector'")
                .hasMessageContaining("vector, plain, nd4j");
    }

    @Test
    void widthsThatNoVectorHasAreRefused() throws Exception {
        List<String> options = new ArrayList<>(WITH_MODULE);
        options.add("-Dmambaout.vector.bits=100");
        assertThat(java(Report.class, options))
                .anyMatch(line ->
                        line.equals("refused mambaout.vector.bits must be one of [64, 128, 256, 512], but is '100'"));
    }
}
