package io.github.mambaout.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TimedProcessTest {

    /** A program for a JVM of its own. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] arguments) {
            for (String argument : arguments) {
                if (argument.equals("fail")) {
                    throw new IllegalStateException("told to fail");
                }
                System.out.println(argument);
            }
        }
    }

    private static TimedProcess echo(String... lines) {
        return TimedProcess.run(ChildJvm.command(Stream.concat(Stream.of(Echo.class.getName()), Arrays.stream(lines))
                .toList()));
    }

    @Test
    void linesComeWithTheTimeOfTheFirst() {
        TimedProcess run = echo("label", "more");
        assertThat(run.output()).containsExactly("label", "more");
        assertThat(run.seconds()).isPositive();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void mostMemoryOfTheProcessIsTold() {
        assertThat(echo("label").megabytes().orElseThrow()).isBetween(10.0, 10_000.0);
    }

    @Test
    void processThatFailsIsToldWithWhatItSaid() {
        assertThatThrownBy(() -> echo("label", "fail"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("told to fail");
    }

    @Test
    void processThatPrintsNothingFails() {
        assertThatThrownBy(() -> TimedProcess.run(ChildJvm.command(List.of(Echo.class.getName()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Echo.class.getName());
    }
}
