/**
 * Token mixers to compare MambaOut's convolution with: selective state space models as they were published, under the names
 * of their parameters there.
 */
package io.github.mambaout.bench.mixer;
