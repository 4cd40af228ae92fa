/** What a few runs with different seeds say about two groups of runs, and with what certainty. Knows nothing of training. */
package io.github.mambaout.bench.ablation.statistics;
