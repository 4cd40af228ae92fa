package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;

/** {@code y = x · sigmoid(x)} for every element ({@code torch.nn.SiLU()}). */
public final class Silu extends Pointwise {
    /** Makes the layer; it has no parameters and takes any shape. */
    public Silu() {
        super(Activation.SILU);
    }
}
