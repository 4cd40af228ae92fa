package io.github.mambaout.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void folderBelongsToOneUntilItIsGivenBack() throws IOException, InterruptedException {
        try (FolderLock first = FolderLock.tryTake(folder).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(FolderLock.tryTake(folder)).isEmpty();
            // Asking must not have given the lock of the first one back.
            assertThat(takenByAnotherProcess()).isFalse();
            assertThat(FolderLock.holder(folder))
                    .isEqualTo("process " + ProcessHandle.current().pid());
        }
        assertThat(takenByAnotherProcess()).isTrue();
        Optional<FolderLock> again = FolderLock.tryTake(folder);
        assertThat(again).isPresent();
        again.orElseThrow().close();
    }

    @Test
    void lockOfAKilledProcessDoesNotBlock() throws IOException, InterruptedException {
        Process holder = process("wait");
        assertThat(holder.getInputStream().read()).isEqualTo('1');
        assertThat(FolderLock.tryTake(folder)).isEmpty();
        assertThat(FolderLock.holder(folder)).isEqualTo("process " + holder.pid());
        holder.destroyForcibly();
        assertThat(holder.waitFor(60, TimeUnit.SECONDS)).isTrue();
        try (FolderLock mine = FolderLock.tryTake(folder).orElseThrow()) {
            assertThat(mine).isNotNull();
        }
    }

    @Test
    void holderThatIsNotKnownIsStillNamedInAWay() throws IOException {
        Files.deleteIfExists(folder.resolve(".owner"));
        assertThat(FolderLock.holder(folder)).isEqualTo("another process");
    }

    private boolean takenByAnotherProcess() throws IOException, InterruptedException {
        Process other = process("try");
        boolean taken = other.getInputStream().read() == '1';
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return taken;
    }

    private Process process(String mode) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString(),
                        mode)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Says whether it got the lock and, if it is to wait, holds it until it is killed. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            System.out.print(FolderLock.tryTake(Path.of(arguments[0])).isPresent() ? '1' : '0');
            System.out.flush();
            if (arguments[1].equals("wait")) {
                TimeUnit.MINUTES.sleep(1);
            }
        }
    }
}
