package io.github.mambaout.kernel;

/**
 * The numbers of one AdamW update (Loshchilov and Hutter, 2019; {@code torch.optim.AdamW}), with {@code g} the scaled
 * gradient: {@code m ← β₁m + (1−β₁)g}, {@code v ← β₂v + (1−β₂)g²},
 * {@code w ← w·(1 − lr·decay) − lr · (m / c₁) / (√(v / c₂) + ε)}.
 *
 * @param gradientScale factor on every gradient, from clipping; 1 without
 * @param learningRate lr
 * @param beta1 β₁, decay of the first moment
 * @param beta2 β₂, decay of the second moment
 * @param epsilon ε
 * @param decay decoupled weight decay of these parameters; 0 for one-dimensional ones
 * @param correction1 c₁ = 1 − β₁ᵗ
 * @param correction2 c₂ = 1 − β₂ᵗ
 */
public record AdamWStep(
        double gradientScale,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double decay,
        double correction1,
        double correction2) {}
