/** A peer in a process of its own: the same interface, spoken as lines of JSON over the process's standard input and output. */
package io.github.mambaout.bench.peer.process;
