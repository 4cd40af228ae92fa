/** The command line: the only package that prints. Each command is one class; the work is done by the library. */
package io.github.mambaout.train.cli;
