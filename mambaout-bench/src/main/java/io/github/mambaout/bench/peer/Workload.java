package io.github.mambaout.bench.peer;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Something that is done again and again, and timed. */
public interface Workload {

    /**
     * Does it once.
     *
     * @return what came out: logits, row after row, or a loss
     */
    float[] run();

    /** @return multiply-adds of one run: those of convolutions and linear maps */
    long multiplyAdds();

    /** @return pictures of one run */
    int pictures();

    /** @return does it once and tells how many nanoseconds it took */
    default LongSupplier timed() {
        return () -> {
            long before = System.nanoTime();
            run();
            return System.nanoTime() - before;
        };
    }

    /** @return bytes that one run keeps in memory, as planned from the shapes; empty where nothing is planned */
    default OptionalLong plannedBytes() {
        return OptionalLong.empty();
    }
}
