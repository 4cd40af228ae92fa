/** What a block of each token mixer costs for longer and longer sequences: time, memory, multiply-adds, and how they grow. */
package io.github.mambaout.bench.length;
