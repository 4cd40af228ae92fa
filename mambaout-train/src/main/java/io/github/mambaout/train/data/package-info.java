/** Data sets of labelled pictures, the order of an epoch, and batches that are prepared ahead. */
package io.github.mambaout.train.data;
