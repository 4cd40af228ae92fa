/** Commands that this module adds to {@code mambaout}. */
package io.github.mambaout.bench.cli;
