/** Chooses learning rate and drop path for each twin, with the same number of trials for all. */
package io.github.mambaout.bench.ablation.tuning;
