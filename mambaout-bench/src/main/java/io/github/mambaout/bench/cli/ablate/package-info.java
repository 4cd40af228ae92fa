/** The command {@code mambaout ablate}: studies of twins, as commands. */
package io.github.mambaout.bench.cli.ablate;
