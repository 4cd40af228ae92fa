package io.github.mambaout.bench.jvms;

/**
 * A kernel at a shape of a model.
 *
 * @param name of the kernel, with the width of its panel where it has several
 * @param call runs it once, in microseconds when compiled; on memory of its own, so by one thread at a time
 */
record TimedKernel(String name, Runnable call) {}
