/** Ablations as JUnit 5 tests: {@link io.github.mambaout.bench.ablation.junit.Ablation}. */
package io.github.mambaout.bench.ablation.junit;
