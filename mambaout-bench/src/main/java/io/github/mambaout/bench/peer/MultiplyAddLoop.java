package io.github.mambaout.bench.peer;

/** Multiply-adds that wait for nothing but the processor's arithmetic units. */
interface MultiplyAddLoop {

    /** @return what it computes with, in words for a user */
    String label();

    /** @return multiply-adds of one turn */
    long multiplyAddsOfATurn();

    /**
     * @param turns how often
     * @return a number that depends on every result, so that nothing can be left out
     */
    float run(int turns);
}
