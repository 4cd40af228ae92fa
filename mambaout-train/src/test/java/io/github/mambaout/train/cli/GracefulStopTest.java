package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Work in a Java of its own that is told to stop, as by Ctrl-C. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process can't be asked to stop there")
class GracefulStopTest {
    @Test
    void workThatStopsByItselfIsLeftToIt() throws IOException, InterruptedException {
        assertThat(printedWhenStopped("willing")).containsExactly("working", "requested", "ended by itself");
    }

    @Test
    void workThatGoesOnIsSavedBesideAndAbandoned() throws IOException, InterruptedException {
        assertThat(printedWhenStopped("deaf")).containsExactly("working", "requested", "saved", "abandoned");
    }

    private static List<String> printedWhenStopped(String kind) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Work.class.getName(),
                        kind)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String first = lines.readLine();
            process.toHandle().destroy();
            List<String> rest = lines.lines().toList();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return Stream.concat(Stream.of(first), rest.stream()).toList();
        }
    }

    /** Works until it is told to stop, or for a minute. */
    static final class Work implements GracefulStop.Savable {
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final boolean willing;

        private Work(boolean willing) {
            this.willing = willing;
        }

        public static void main(String[] arguments) throws InterruptedException {
            Work work = new Work(arguments[0].equals("willing"));
            try (GracefulStop stop = GracefulStop.saving(work)) {
                say("working");
                work.stopped.await(1, TimeUnit.MINUTES);
                say(stop.requested() ? "ended by itself" : "never stopped");
            }
        }

        private static void say(String text) {
            System.out.println(text);
        }

        @Override
        public void requestStop() {
            say("requested");
            if (willing) {
                stopped.countDown();
            }
        }

        @Override
        public void save() {
            say("saved");
        }

        @Override
        public void abandoned() {
            say("abandoned");
        }
    }
}
