/** Whether every fresh JVM compiles every kernel equally well. */
package io.github.mambaout.bench.jvms;
