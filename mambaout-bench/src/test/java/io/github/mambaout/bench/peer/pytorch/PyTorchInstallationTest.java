package io.github.mambaout.bench.peer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.bench.peer.process.PeerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchInstallationTest {
    @TempDir
    Path project;

    @Test
    void libtorchIsWhereTheModulesManifestSays() throws IOException {
        Path target = build();
        PyTorchInstallation installation = PyTorchInstallation.in(Optional.of(project));
        assertThat(installation.isComplete()).isFalse();
        assertThat(installation.commandToFetch())
                .isEqualTo(
                        "mvn -f " + project.resolve("mambaout-bench/libtorch/pom.xml") + " dependency:copy@libtorch");

        Files.createDirectories(target.resolve("libtorch"));
        Files.createFile(target.resolve("libtorch/older.jar"));
        assertThat(installation.isComplete()).isFalse();
        Files.createFile(target.resolve("libtorch/native.jar"));
        assertThat(installation.isComplete()).isTrue();
    }

    @Test
    void pyTorchComputesOnAsManyThreadsAsAskedFor() throws IOException {
        Path target = build();
        PeerCommand command = PyTorchInstallation.in(Optional.of(project)).command(3);
        assertThat(command.command())
                .contains("-Dai.djl.pytorch.num_threads=3")
                .anySatisfy(argument -> assertThat(argument)
                        .endsWith(target.resolve("mambaout-bench-libtorch.jar").toString()));
        assertThat(command.environment()).containsEntry("OMP_NUM_THREADS", "3").containsEntry("MKL_NUM_THREADS", "3");
    }

    @Test
    void whatIsMissingIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> PyTorchInstallation.in(Optional.empty()))
                .isInstanceOf(PyTorchInstallationException.class)
                .hasMessageContaining("./mambaout");
        assertThatThrownBy(() -> PyTorchInstallation.in(Optional.of(project)))
                .isInstanceOf(PyTorchInstallationException.class)
                .hasMessageContaining("mambaout-bench-libtorch.jar can't be read")
                .hasMessageContaining("mvn -DskipTests package");
    }

    private Path build() throws IOException {
        Path target = Files.createDirectories(project.resolve("mambaout-bench/libtorch/target"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Libtorch-Library", "libtorch/native.jar");
        new JarOutputStream(Files.newOutputStream(target.resolve("mambaout-bench-libtorch.jar")), manifest).close();
        return target;
    }
}
