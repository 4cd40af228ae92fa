/**
 * Token mixers to compare MambaOut's convolution with: state space models and attention as they were published, under the
 * names of their parameters there.
 */
package io.github.mambaout.bench.mixer;
