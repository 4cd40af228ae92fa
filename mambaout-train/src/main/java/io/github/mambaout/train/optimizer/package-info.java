/** How gradients change weights, on the flat buffers of parameters and gradients. */
package io.github.mambaout.train.optimizer;
