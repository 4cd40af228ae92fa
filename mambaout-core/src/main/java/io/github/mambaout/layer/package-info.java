/**
 * Layers: differentiable functions with named parameters. Each has its formula, its gradient's formula and its source in
 * its file; they work one by one and compose into networks
 * ({@link io.github.mambaout.layer.Sequential}, {@link io.github.mambaout.layer.Residual}).
 */
package io.github.mambaout.layer;
