/** Where a run keeps its files. */
package io.github.mambaout.train.checkpoint;
