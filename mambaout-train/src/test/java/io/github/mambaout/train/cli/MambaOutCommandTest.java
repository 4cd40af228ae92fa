package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MambaOutCommandTest {
    static Stream<String> commands() {
        return MambaOutCommand.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEachCommandTeachesWithAnExample(String command) {
        CommandRun run = CommandRun.of(command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Usage: mambaout " + command)
                .contains("Example")
                .contains("  mambaout " + command);
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void startMakesTheCommandThatItsArgumentsNameAndNoOther(String command) {
        // "bench" and other extensions are not on the class path of this module's tests.
        assertThat(MambaOutCommand.commandLine(command, "--help")
                        .getSubcommands()
                        .keySet())
                .containsExactly(command);
    }

    @Test
    void withoutACommandUsageIsWrong() {
        CommandRun run = CommandRun.of();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Which command?").contains("mambaout --help");
    }

    @Test
    void slipInACommandIsAnsweredWithTheNearestOne() {
        CommandRun run = CommandRun.of("trian");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'trian'").contains("train");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "many"})
    void threadsThatNobodyCanStartAreRefused(String threads) {
        CommandRun run = CommandRun.of("info", "--threads", threads);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.sentence()).contains("--threads").contains(threads);
    }

    @Test
    void unknownProviderIsRefusedWithTheKnownOnes() {
        CommandRun run = CommandRun.of("info", "--provider", "gpu");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.sentence()).contains("gpu").contains("vector, plain, nd4j");
    }
}
