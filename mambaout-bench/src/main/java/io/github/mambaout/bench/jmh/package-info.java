/**
 * Benchmarks of single kernels, on tiles that are in cache, and of the way from a picture file to an input. After {@code mvn package}: {@code java --add-modules
 * jdk.incubator.vector -cp "mambaout-bench/target/mambaout-bench.jar:mambaout-bench/target/lib/*" org.openjdk.jmh.Main
 * GemmBenchmark}. Figures of two runs can be compared only as shares of the peak that each run measured.
 */
package io.github.mambaout.bench.jmh;
