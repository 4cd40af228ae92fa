/** Losses of a batch of logits, with their gradients. */
package io.github.mambaout.train.loss;
