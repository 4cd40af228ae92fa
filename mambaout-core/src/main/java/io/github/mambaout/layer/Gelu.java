package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;

/** {@code y = x · Φ(x)} for every element, exact: by the error function, not by tanh ({@code torch.nn.GELU()}). */
public final class Gelu extends Pointwise {
    /** Makes the layer; it has no parameters and takes any shape. */
    public Gelu() {
        super(Activation.GELU);
    }
}
