package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSearchTest {
    /** A loop on a clock of its own: the further from the beginning of a line, the longer; its first half is disturbed. */
    private static final class Loop {
        private static final int CALLS_OF_TWO_ROUNDS = 2 * 8 * 32;

        private final int line;
        private final List<Integer> indices = new ArrayList<>();
        private long time;

        Loop(int line) {
            this.line = line;
        }

        void run(int index) {
            indices.add(index);
            boolean disturbed = indices.size() <= CALLS_OF_TWO_ROUNDS && index == line;
            time += disturbed ? 1000 : 20 + Math.floorMod(line - index, LineSearch.LINE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 8, 10, 12, 14, 16})
    void theBeginningOfALineIsFoundAlthoughSomeRoundsAreDisturbed(int line) {
        Loop loop = new Loop(line);
        assertThat(LineSearch.fastest(() -> loop.time, loop::run)).isEqualTo(line);
        assertThat(loop.indices).contains(2, 4, 6, 8, 10, 12, 14, 16).allMatch(index -> index >= 2 && index <= 16);
    }
}
