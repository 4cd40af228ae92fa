/** Timing of networks beside what this machine can do at most, and beside other runtimes. */
package io.github.mambaout.bench.peer;
